#include <functional>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "orchestrator/net/http_codec.hpp"
#include "orchestrator/net/http_strictness.hpp"

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

Result<> check_head(std::string_view lines, const HttpMessage& head, bool is_request) {
  TRY_DO(check_framing(head.headers, head.is_http_1_1));
  if (!is_request) return {};
  TRY_DO(check_lines(lines));
  return check_single_headers(head.headers, head.is_http_1_1);
}

template <bool is_request>
class BeastParser final : public HttpParser {
 public:
  BeastParser(HttpLimits limits, bool bodiless) {
    parser_.header_limit(static_cast<std::uint32_t>(limits.header_bytes));
    parser_.body_limit(limits.body_bytes);
    parser_.on_chunk_header(on_chunk_);
    if (bodiless) parser_.skip(true);
  }

  Result<std::size_t> put(std::string_view bytes) override {
    const bool in_head = !parser_.is_header_done();
    boost::system::error_code error;
    const auto taken = parser_.put(boost::asio::buffer(bytes), error);
    if (error && error != http::error::need_more) return refused(error);
    if (in_head) TRY_DO(take_head(bytes.substr(0, taken)));
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
    auto message = head_;
    message.body = parser_.get().body();
    return message;
  }

 private:
  /// Beast stops where the header section ends. What it adds later to its own are trailers, which nobody
  /// vouches for (RFC 9110 §6.5.1): they are read and forgotten.
  Result<> take_head(std::string_view bytes) {
    lines_ += bytes;
    if (!parser_.is_header_done()) return {};
    const auto& from = parser_.get();
    head_.is_http_1_1 = from.version() == 11;
    head_.keep_alive = from.keep_alive();
    describe_start(from, head_);
    for (const auto& field : from) head_.headers.emplace_back(field.name_string(), field.value());
    return check_head(lines_, head_, is_request);
  }

  std::function<void(std::uint64_t, std::string_view, boost::system::error_code&)> on_chunk_ =
      [](std::uint64_t, std::string_view extensions, boost::system::error_code& error) {
        if (!check_chunk_extensions(extensions)) error = http::error::bad_chunk_extension;
      };
  http::parser<is_request, http::string_body> parser_;
  std::string lines_ = {};  // of the header section, as they came
  HttpMessage head_ = {};
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
