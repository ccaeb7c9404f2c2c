#include "workers/ssh/connection.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cerrno>
#include <new>

#include "workers/ssh/key_exchange.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

constexpr std::size_t opening_bytes = 8192;
/// A call of libssh2 goes on while bytes come; past this it is made to return, so that deadlines are looked
/// at.
constexpr std::size_t bytes_per_call = 256 << 10;

void init_libssh2_once() {
  static const int outcome = libssh2_init(0);
  ensure(outcome == 0, "libssh2 starts");
}

bool is_transport_error(int error) {
  switch (error) {
    case LIBSSH2_ERROR_SOCKET_SEND:
    case LIBSSH2_ERROR_SOCKET_RECV:
    case LIBSSH2_ERROR_SOCKET_DISCONNECT:
    case LIBSSH2_ERROR_SOCKET_TIMEOUT:
    case LIBSSH2_ERROR_BAD_SOCKET:
      return true;
    default:
      return false;
  }
}

}  // namespace

Connection::Connection(Socket socket, std::string host) : socket_(std::move(socket)), host_(std::move(host)) {
  init_libssh2_once();
  session_ = libssh2_session_init_ex(nullptr, nullptr, nullptr, this);
  if (session_ == nullptr) throw std::bad_alloc();
  libssh2_session_set_blocking(session_, 0);
  libssh2_session_callback_set(session_, LIBSSH2_CALLBACK_RECV,
                               reinterpret_cast<void*>(&Connection::receive));
  libssh2_session_callback_set(session_, LIBSSH2_CALLBACK_SEND, reinterpret_cast<void*>(&Connection::send));
  libssh2_session_method_pref(session_, LIBSSH2_METHOD_KEX, key_exchange_choice);
}

Connection::~Connection() {
  if (begin_call()) libssh2_session_disconnect(session_, "done");  // best effort: nobody waits for it
  close();
  libssh2_session_free(session_);
}

void Connection::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

Result<> Connection::begin_call() {
  if (!socket_.is_open()) return fail(ssh_errc::connection_lost, host_);
  may_receive_ = bytes_per_call;
  return {};
}

Task<Result<>> Connection::wait() {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto state = co_await asio::this_coro::cancellation_state;
  const bool sending = libssh2_session_block_directions(session_) & LIBSSH2_SESSION_BLOCK_OUTBOUND;
  if (state.cancelled() == asio::cancellation_type::none) {
    const auto [error] = co_await socket_.async_wait(sending ? Socket::wait_write : Socket::wait_read,
                                                     asio::as_tuple(asio::use_awaitable));
    if (!error) co_return Result<>{};
  }
  close();
  co_return fail(Error{make_error_code(std::errc::operation_canceled), host_});
}

Error Connection::failure(ssh_errc code, std::string_view what) const {
  const bool lost = !socket_.is_open() || is_transport_error(libssh2_session_last_errno(session_));
  return {make_error_code(lost ? ssh_errc::connection_lost : code),
          host_ + ": " + std::string(what) + ": " + last_words()};
}

std::string Connection::last_words() const {
  char* text = nullptr;
  int size = 0;
  libssh2_session_last_error(session_, &text, &size, 0);
  return {text, static_cast<std::size_t>(size)};
}

ssize_t Connection::receive(libssh2_socket_t, void* buffer, std::size_t size, int, void** self) {
  return static_cast<Connection*>(*self)->receive_some(buffer, size);
}

ssize_t Connection::receive_some(void* buffer, std::size_t size) {
  if (!socket_.is_open()) return -EBADF;
  if (may_receive_ == 0) return -EAGAIN;
  // sshd leaves Nagle's algorithm on for SFTP: a delayed acknowledgement would cost 40 ms a message.
  const int at_once = 1;
  setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once);
  const auto got = recv(socket_.native_handle(), buffer, std::min(size, may_receive_), MSG_DONTWAIT);
  if (got < 0) return -errno;
  may_receive_ -= static_cast<std::size_t>(got);
  if (opening_.size() < opening_bytes)
    opening_.append(static_cast<const char*>(buffer),
                    std::min(static_cast<std::size_t>(got), opening_bytes - opening_.size()));
  return got;
}

ssize_t Connection::send(libssh2_socket_t, const void* buffer, std::size_t size, int, void** self) {
  const auto& socket = static_cast<Connection*>(*self)->socket_;
  if (!socket.is_open()) return -EBADF;
  const auto sent =
      ::send(const_cast<Socket&>(socket).native_handle(), buffer, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? -errno : sent;
}

}  // namespace kigen::workers::ssh
