#include "workers/ssh/exec.hpp"

#include <array>

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

constexpr int stdout_stream = 0;
constexpr int stderr_stream = SSH_EXTENDED_DATA_STDERR;
constexpr int ended_by_signal = 128;
constexpr std::string_view kind_of_channel = "session";
/// What the host may send before we have read it (RFC 4254 §5.2), and so what is still under way when a
/// command is given up for its output: it counts against what a connection may bring.
constexpr unsigned window_bytes = 2 * Exec::max_bytes;

LIBSSH2_CHANNEL* open_channel(LIBSSH2_SESSION* session) {
  return libssh2_channel_open_ex(session, kind_of_channel.data(), kind_of_channel.size(), window_bytes,
                                 LIBSSH2_CHANNEL_PACKET_DEFAULT, nullptr, 0);
}

}  // namespace

Task<Result<std::unique_ptr<Exec>>> Exec::start(Connection& connection, std::string command,
                                                Terminal terminal) {
  auto* session = connection.session();
  CO_TRY(auto* channel, co_await connection.until_ready([=] { return open_channel(session); }));
  if (channel == nullptr)
    co_return fail(connection.failure(ssh_errc::session_refused, "no channel for a command"));
  std::unique_ptr<Exec> exec(new Exec(connection, channel));
  if (terminal == Terminal::pty)
    CO_TRY_DO(co_await connection.done(ssh_errc::session_refused, "no terminal",
                                       [=] { return libssh2_channel_request_pty(channel, "dumb"); }));
  CO_TRY_DO(co_await connection.done(ssh_errc::session_refused, "the command was not started",
                                     [&] { return libssh2_channel_exec(channel, command.c_str()); }));
  co_return exec;
}

bool Exec::ended() const { return libssh2_channel_eof(channel_) == 1; }

Result<std::size_t> Exec::read_stream(int stream, std::string& into) {
  std::array<char, 8192> buffer;
  const auto got = libssh2_channel_read_ex(channel_, stream, buffer.data(), buffer.size());
  if (got == LIBSSH2_ERROR_EAGAIN) return 0;
  if (got < 0) return fail(connection_.failure(ssh_errc::connection_lost, "reading a command's output"));
  into.append(buffer.data(), static_cast<std::size_t>(got));
  if (into.size() > max_bytes)
    return fail(ssh_errc::output_too_large,
                connection_.host() + ": a command wrote more than " + std::to_string(max_bytes) + " bytes");
  return static_cast<std::size_t>(got);
}

Task<Result<>> Exec::read_more() {
  while (!ended()) {
    CO_TRY_DO(connection_.begin_call());
    CO_TRY(const auto out, read_stream(stdout_stream, out_));
    CO_TRY(const auto err, read_stream(stderr_stream, err_));
    if (out + err > 0) co_return Result<>{};
    if (!ended()) CO_TRY_DO(co_await connection_.wait());
  }
  co_return Result<>{};
}

Task<Result<>> Exec::write(std::string_view text) {
  while (!text.empty()) {
    CO_TRY(const auto sent, co_await connection_.until_ready(
                                [&] { return libssh2_channel_write(channel_, text.data(), text.size()); }));
    if (sent < 0) co_return fail(connection_.failure(ssh_errc::connection_lost, "writing to a command"));
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  co_return Result<>{};
}

Task<Result<>> Exec::send_eof() {
  co_return co_await connection_.done(ssh_errc::connection_lost, "ending a command's input",
                                      [this] { return libssh2_channel_send_eof(channel_); });
}

Task<Result<int>> Exec::finish() {
  CO_TRY_DO(co_await connection_.done(ssh_errc::connection_lost, "waiting for a command's end",
                                      [this] { return libssh2_channel_close(channel_); }));
  CO_TRY_DO(co_await connection_.done(ssh_errc::connection_lost, "waiting for a command's end",
                                      [this] { return libssh2_channel_wait_closed(channel_); }));
  char* signal = nullptr;
  libssh2_channel_get_exit_signal(channel_, &signal, nullptr, nullptr, nullptr, nullptr, nullptr);
  const int code = signal != nullptr ? ended_by_signal : libssh2_channel_get_exit_status(channel_);
  libssh2_free(connection_.session(), signal);
  co_await abandon();
  co_return code;
}

Task<void> Exec::abandon() {
  if (channel_ == nullptr) co_return;
  std::ignore = co_await connection_.until_ready([this] { return libssh2_channel_free(channel_); });
  channel_ = nullptr;
}

}  // namespace kigen::workers::ssh
