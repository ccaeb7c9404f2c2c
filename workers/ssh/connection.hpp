#pragma once

#include <libssh2.h>

#include <boost/asio/ip/tcp.hpp>

#include <concepts>
#include <string>
#include <type_traits>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "events/core/task.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "workers/ssh/incoming.hpp"

namespace kigen::workers::ssh {

/// One SSH transport: a TCP socket and libssh2's session on it, non-blocking. Stays where it was made; used
/// on the executor of its socket, one call at a time. An operation that is cancelled leaves libssh2 in the
/// middle of a message, so the connection is closed then.
class Connection {
 public:
  using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::any_io_executor>;

  Connection(Socket socket, std::string host);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  LIBSSH2_SESSION* session() { return session_; }
  /// For messages: "host:port".
  const std::string& host() const { return host_; }
  /// The first bytes that the server sent.
  const std::string& opening() const { return incoming_.opening(); }
  int descriptor() { return socket_.native_handle(); }
  void close();
  /// What a question of the host is answered with while logging in; libssh2's callbacks see the connection
  /// only.
  void answer_with(const Secret* answer) { answer_ = answer; }
  const Secret* answer() const { return answer_; }

  /// Repeats a call of libssh2, awaiting the socket in the direction it names, until it no longer asks to be
  /// repeated. Returns what it returned; connection_lost or operation_canceled when there is no socket any
  /// more.
  template <std::invocable Call>
  Task<Result<std::invoke_result_t<Call&>>> until_ready(Call call) {
    for (;;) {
      CO_TRY_DO(begin_call());
      auto outcome = call();
      if (!must_repeat(outcome)) co_return outcome;
      CO_TRY_DO(co_await wait());
    }
  }
  /// As until_ready, for calls that return 0 or an error; `code` and `what` name a failure of the call.
  template <std::invocable Call>
  Task<Result<>> done(orchestrator::ssh_errc code, std::string what, Call call) {
    CO_TRY(const int rc, co_await until_ready(std::move(call)));
    if (rc < 0) co_return fail(failure(code, what));
    co_return Result<>{};
  }

  /// Waits until the socket is ready in the direction that the last call asked for.
  Task<Result<>> wait();
  /// Lets the next call read; fails when the connection is closed.
  Result<> begin_call();
  /// What the last failed call means: connection_lost if the transport is gone, else `code`.
  Error failure(orchestrator::ssh_errc code, std::string_view what) const;
  /// What the server did wrong, or libssh2's own words for its last error.
  std::string last_words() const;

 private:
  static ssize_t receive(libssh2_socket_t socket, void* buffer, std::size_t size, int flags, void** self);
  static ssize_t send(libssh2_socket_t socket, const void* buffer, std::size_t size, int flags, void** self);
  ssize_t receive_some(void* buffer, std::size_t size);
  bool must_repeat(std::integral auto outcome) const { return outcome == LIBSSH2_ERROR_EAGAIN; }
  template <class T>
  bool must_repeat(T* outcome) const {
    return outcome == nullptr && libssh2_session_last_errno(session_) == LIBSSH2_ERROR_EAGAIN;
  }

  Socket socket_;
  std::string host_;
  Incoming incoming_;
  const Secret* answer_ = nullptr;
  LIBSSH2_SESSION* session_ = nullptr;
};

}  // namespace kigen::workers::ssh
