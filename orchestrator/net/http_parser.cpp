#include <algorithm>
#include <limits>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "orchestrator/net/http_codec.hpp"

namespace kigen::orchestrator::net {
namespace {

namespace http = boost::beast::http;

const TableCategory& category() {
  using enum http_errc;
  static const TableCategory table(
      "http", {{int(malformed), "malformed", "not a valid HTTP message", 1822},
               {int(header_too_large), "header_too_large", "the HTTP header section is too large", 1822},
               {int(body_too_large), "body_too_large", "the HTTP body is too large", 1822},
               {int(truncated), "truncated", "the connection ended inside an HTTP message", 1822},
               {int(unsafe_header), "unsafe_header", "the HTTP header cannot be sent", 1821}});
  return table;
}

std::unexpected<Error> refused(const boost::system::error_code& error) {
  if (error == http::error::header_limit) return fail(http_errc::header_too_large);
  if (error == http::error::body_limit) return fail(http_errc::body_too_large);
  if (error == http::error::partial_message || error == http::error::end_of_stream)
    return fail(http_errc::truncated);
  return fail(http_errc::malformed, error.message());
}

void describe_start(const http::request<http::string_body>& from, HttpMessage& to) {
  to.method = from.method_string();
  to.target = from.target();
  const auto expect = from[http::field::expect];
  to.expects_continue = boost::beast::iequals(expect, "100-continue");
}
void describe_start(const http::response<http::string_body>& from, HttpMessage& to) {
  to.status = from.result_int();
}

template <bool is_request>
class BeastParser final : public HttpParser {
 public:
  BeastParser(HttpLimits limits, bool bodiless) {
    parser_.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser_.body_limit(limits.body_bytes);
    if (bodiless) parser_.skip(true);
  }

  Result<std::size_t> put(std::string_view bytes) override {
    boost::system::error_code error;
    const auto taken = parser_.put(boost::asio::buffer(bytes), error);
    if (error && error != http::error::need_more) return refused(error);
    return taken;
  }

  Result<> put_end() override {
    if (!parser_.got_some()) return fail(http_errc::truncated);  // Beast asserts that there was a byte
    boost::system::error_code error;
    parser_.put_eof(error);
    if (error) return refused(error);
    if (!parser_.is_done()) return fail(http_errc::truncated);
    return {};
  }

  bool header_done() const override { return parser_.is_header_done(); }
  bool done() const override { return parser_.is_done(); }

  HttpMessage message() const override {
    const auto& from = parser_.get();
    HttpMessage to{.is_http_1_1 = from.version() == 11, .keep_alive = from.keep_alive(), .body = from.body()};
    describe_start(from, to);
    for (const auto& field : from) to.headers.emplace_back(field.name_string(), field.value());
    return to;
  }

 private:
  http::parser<is_request, http::string_body> parser_;
};

}  // namespace

std::error_code make_error_code(http_errc code) { return {int(code), category()}; }

std::unique_ptr<HttpParser> request_parser(HttpLimits limits) {
  return std::make_unique<BeastParser<true>>(limits, false);
}

std::unique_ptr<HttpParser> response_parser(HttpLimits limits, bool bodiless) {
  return std::make_unique<BeastParser<false>>(limits, bodiless);
}

}  // namespace kigen::orchestrator::net
