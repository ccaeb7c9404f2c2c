#include <algorithm>
#include <sstream>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/write.hpp>

#include "orchestrator/net/http_codec.hpp"

namespace kigen::orchestrator::net {
namespace {

namespace http = boost::beast::http;

/// RFC 9110 §5.6.2
bool is_token(std::string_view text) {
  constexpr std::string_view others = "!#$%&'*+-.^_`|~";
  const auto is_tchar = [&](unsigned char c) {
    return std::isalnum(c) || others.find(char(c)) != others.npos;
  };
  return !text.empty() && std::ranges::all_of(text, is_tchar);
}

/// RFC 9110 §5.5: no line break and no other control character, so that no value can start a header of its
/// own.
bool is_field_value(std::string_view text) {
  return std::ranges::none_of(text, [](unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_visible(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c != 0x7f; });
}

template <bool is_request>
Result<std::string> head_text(http::header<is_request>& start, const HttpHeaders& headers) {
  for (const auto& [name, value] : headers) {
    if (!is_token(name) || !is_field_value(value)) return fail(http_errc::unsafe_header, name);
    start.insert(name, value);
  }
  std::ostringstream out;
  out << start;
  return std::move(out).str();
}

}  // namespace

Result<std::string> request_head(std::string_view method, std::string_view target,
                                 const HttpHeaders& headers) {
  if (!is_token(method)) return fail(http_errc::unsafe_header, "method");
  if (!is_visible(target)) return fail(http_errc::unsafe_header, "target");
  http::request_header<> start;
  start.version(11);
  start.method_string(method);
  start.target(target);
  return head_text(start, headers);
}

Result<std::string> response_head(unsigned status, const HttpHeaders& headers) {
  if (status < 100 || status > 599) return fail(http_errc::unsafe_header, "status");
  http::response_header<> start;
  start.version(11);
  start.result(status);
  return head_text(start, headers);
}

}  // namespace kigen::orchestrator::net
