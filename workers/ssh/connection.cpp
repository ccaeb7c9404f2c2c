#include "workers/ssh/connection.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <cerrno>
#include <new>

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

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
  incoming_.begin_call();
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
  if (!incoming_.refusal().empty()) return incoming_.refusal();
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
  return incoming_.take(socket_.native_handle(), buffer, size);
}

ssize_t Connection::send(libssh2_socket_t, const void* buffer, std::size_t size, int, void** self) {
  const auto& socket = static_cast<Connection*>(*self)->socket_;
  if (!socket.is_open()) return -EBADF;
  const auto sent =
      ::send(const_cast<Socket&>(socket).native_handle(), buffer, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  return sent < 0 ? -errno : sent;
}

}  // namespace kigen::workers::ssh
