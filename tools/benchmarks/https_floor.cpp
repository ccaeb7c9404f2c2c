// The floor under the API: the smallest Beast server on one thread, TLS 1.3, keep-alive, one answer of 2 KiB.
// Prints its port.   https_floor CERTIFICATE_FILE KEY_FILE
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <cstdio>
#include <string>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Stream = beast::ssl_stream<beast::tcp_stream>;

namespace {

constexpr std::size_t answer_bytes = 2'048;

/// Until the client goes, which shows as an exception that ends the coroutine.
asio::awaitable<void> serve(Stream stream, const std::string& answer) {
  try {
    co_await stream.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
    for (beast::flat_buffer buffer;;) {
      http::request<http::empty_body> request;
      co_await http::async_read(stream, buffer, request, asio::use_awaitable);
      http::response<http::span_body<const char>> response(http::status::ok, request.version());
      response.set(http::field::content_type, "application/json");
      response.body() = beast::span<const char>(answer.data(), answer.size());
      response.prepare_payload();
      co_await http::async_write(stream, response, asio::use_awaitable);
    }
  } catch (const boost::system::system_error&) {
    co_return;
  }
}

asio::awaitable<void> accept(tcp::acceptor& acceptor, asio::ssl::context& tls, const std::string& answer) {
  for (;;) {
    auto socket = co_await acceptor.async_accept(asio::use_awaitable);
    socket.set_option(tcp::no_delay(true));
    Stream stream(beast::tcp_stream(std::move(socket)), tls);
    asio::co_spawn(acceptor.get_executor(), serve(std::move(stream), answer), asio::detached);
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: https_floor CERTIFICATE_FILE KEY_FILE\n");
    return 2;
  }
  asio::ssl::context tls(asio::ssl::context::tls_server);
  tls.use_certificate_chain_file(arguments[1]);
  tls.use_private_key_file(arguments[2], asio::ssl::context::pem);
  const std::string answer(answer_bytes, ' ');
  asio::io_context loop(1);
  tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
  std::printf("%d\n", int(acceptor.local_endpoint().port()));
  std::fflush(stdout);
  asio::co_spawn(loop, accept(acceptor, tls, answer), asio::detached);
  loop.run();
}
