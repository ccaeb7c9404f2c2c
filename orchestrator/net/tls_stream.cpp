#include <algorithm>
#include <array>

#include <openssl/err.h>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/this_coro.hpp>

#include "orchestrator/net/tls.hpp"
#include "orchestrator/net/tls_context.hpp"
#include "orchestrator/runtime/signal.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::orchestrator::net {
namespace {

constexpr std::size_t max_handshake_bytes = 256u << 10;
constexpr std::size_t chunk_bytes = 16u << 10;  // one TLS record

/// One TLS session between two memory buffers of OpenSSL's; the bytes travel over the stream below.
class OpensslStream final : public TlsStream {
 public:
  OpensslStream(std::unique_ptr<ByteStream> over, SSL_CTX* context, std::string peer,
                const asio::any_io_executor& executor)
      : over_(std::move(over)), ssl_(SSL_new(context)), peer_(std::move(peer)), flushed_(executor) {
    from_peer_ = BIO_new(BIO_s_mem());
    to_peer_ = BIO_new(BIO_s_mem());
    SSL_set_bio(ssl_.get(), from_peer_, to_peer_);
  }

  SSL* ssl() { return ssl_.get(); }
  Task<Result<>> handshake();
  Task<Result<std::size_t>> read_some(std::span<char> into) override;
  Task<Result<>> write(std::span<const char> bytes) override;
  void close() override { over_->close(); }
  std::vector<std::string> peer_certificates() const override;

 private:
  Task<Result<bool>> feed();
  Task<Result<>> flush();
  Task<Result<>> send_pending();
  std::unexpected<Error> handshake_error();

  std::unique_ptr<ByteStream> over_;
  SslPtr ssl_;
  BIO* from_peer_ = nullptr;  // both owned by ssl_
  BIO* to_peer_ = nullptr;
  std::string peer_;
  std::array<char, chunk_bytes> incoming_ = {};
  std::uint64_t received_bytes_ = 0;
  bool flushing_ = false;
  Signal flushed_;
};

/// Hands what the stream below has to OpenSSL; false at its end.
Task<Result<bool>> OpensslStream::feed() {
  CO_TRY(const auto count, co_await over_->read_some(incoming_));
  received_bytes_ += count;
  BIO_write(from_peer_, incoming_.data(), static_cast<int>(count));
  co_return count > 0;
}

Task<Result<>> OpensslStream::send_pending() {
  std::array<char, chunk_bytes> outgoing;
  for (int count = 0; (count = BIO_read(to_peer_, outgoing.data(), chunk_bytes)) > 0;)
    CO_TRY_DO(co_await over_->write(std::span<const char>(outgoing.data(), static_cast<std::size_t>(count))));
  co_return Result<>{};
}

/// Sends what OpenSSL has for the peer. The reader (answering the peer's key updates) and the writer take
/// turns.
Task<Result<>> OpensslStream::flush() {
  while (flushing_) CO_TRY_DO(co_await flushed_.wait());
  flushing_ = true;
  struct Turn {
    OpensslStream& self;
    ~Turn() {
      self.flushing_ = false;
      self.flushed_.notify_all();
    }
  } turn{*this};
  co_return co_await send_pending();
}

std::unexpected<Error> OpensslStream::handshake_error() {
  const auto verdict = SSL_get_verify_result(ssl_.get());
  const auto reason = pki::openssl_reason();
  const bool distrusted = SSL_get_verify_mode(ssl_.get()) != SSL_VERIFY_NONE && verdict != X509_V_OK;
  return fail(net_errc::tls_failed,
              peer_ + ": " + (distrusted ? X509_verify_cert_error_string(verdict) : reason));
}

Task<Result<>> OpensslStream::handshake() {
  for (;;) {
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_.get());
    if (done != 1 && SSL_get_error(ssl_.get(), done) != SSL_ERROR_WANT_READ) {
      auto error = handshake_error();
      std::ignore = co_await flush();  // the alert tells the peer why
      co_return error;
    }
    CO_TRY_DO(co_await flush());
    if (done == 1) co_return Result<>{};
    CO_TRY(const bool more, co_await feed());
    if (!more) co_return fail(net_errc::tls_failed, peer_ + ": closed during the handshake");
    if (received_bytes_ > max_handshake_bytes)
      co_return fail(net_errc::tls_failed, peer_ + ": the handshake does not end");
  }
}

Task<Result<std::size_t>> OpensslStream::read_some(std::span<char> into) {
  const int wanted = static_cast<int>(std::min(into.size(), chunk_bytes));
  for (;;) {
    ERR_clear_error();
    const int count = SSL_read(ssl_.get(), into.data(), wanted);
    const int error = SSL_get_error(ssl_.get(), count);
    if (count > 0) co_return static_cast<std::size_t>(count);
    if (error == SSL_ERROR_ZERO_RETURN) co_return std::size_t{0};
    if (error != SSL_ERROR_WANT_READ)
      co_return fail(net_errc::connection_lost, peer_ + ": " + pki::openssl_reason());
    CO_TRY_DO(co_await flush());
    CO_TRY(const bool more, co_await feed());
    if (!more) co_return fail(net_errc::connection_lost, peer_ + ": closed without an end of TLS");
  }
}

Task<Result<>> OpensslStream::write(std::span<const char> bytes) {
  while (!bytes.empty()) {
    ERR_clear_error();
    const int count =
        SSL_write(ssl_.get(), bytes.data(), static_cast<int>(std::min(bytes.size(), chunk_bytes)));
    if (count <= 0) co_return fail(net_errc::connection_lost, peer_ + ": " + pki::openssl_reason());
    CO_TRY_DO(co_await flush());
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  co_return Result<>{};
}

std::vector<std::string> OpensslStream::peer_certificates() const {
  std::vector<std::string> chain;
  const pki::X509Ptr leaf(SSL_get1_peer_certificate(ssl_.get()));
  if (!leaf) return chain;
  chain.push_back(pki::pem_of(leaf.get()));
  const auto* sent = SSL_get_peer_cert_chain(ssl_.get());
  const int first = SSL_is_server(ssl_.get()) ? 0 : 1;  // a client's list begins with the leaf again
  for (int i = first; i < sk_X509_num(sent); ++i) chain.push_back(pki::pem_of(sk_X509_value(sent, i)));
  return chain;
}

Task<Result<std::unique_ptr<TlsStream>>> shake_hands(std::unique_ptr<OpensslStream> stream, std::string peer,
                                                     Clock& clock, Instant deadline) {
  auto done = co_await with_deadline(clock, deadline, stream->handshake());
  if (!done && done.error().code == std::errc::timed_out)
    co_return fail(net_errc::unreachable, peer + ": no TLS handshake in time");
  CO_TRY_DO(std::move(done));
  co_return stream;
}

}  // namespace

Task<Result<std::unique_ptr<TlsStream>>> tls_client(std::unique_ptr<ByteStream> over,
                                                    TlsClientOptions options, Clock& clock,
                                                    Instant deadline) {
  CO_TRY(const auto context, client_context(options));
  auto stream = std::make_unique<OpensslStream>(std::move(over), context.get(), options.server_name,
                                                co_await asio::this_coro::executor);
  expect_name(stream->ssl(), options);
  SSL_set_connect_state(stream->ssl());
  co_return co_await shake_hands(std::move(stream), options.server_name, clock, deadline);
}

Task<Result<std::unique_ptr<TlsStream>>> tls_server(std::unique_ptr<ByteStream> over,
                                                    const TlsServerContext& context, std::string peer,
                                                    Clock& clock, Instant deadline) {
  auto stream = std::make_unique<OpensslStream>(std::move(over), context.current().get(), peer,
                                                co_await asio::this_coro::executor);
  SSL_set_accept_state(stream->ssl());
  co_return co_await shake_hands(std::move(stream), std::move(peer), clock, deadline);
}

}  // namespace kigen::orchestrator::net
