#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "workers/ssh/connection.hpp"

namespace kigen::workers::ssh {

/// Whether a command gets a terminal. With one, its stderr comes with its stdout.
enum class Terminal : bool { none, pty };

/// A command that runs on the host: one channel (RFC 4254 §6). After an error only `abandon` is of use.
class Exec {
 public:
  static constexpr std::size_t max_bytes = 64 << 10;  ///< of each stream

  static Task<Result<std::unique_ptr<Exec>>> start(Connection& connection, std::string command,
                                                   Terminal terminal);

  const std::string& out() const { return out_; }
  const std::string& err() const { return err_; }
  bool ended() const;

  /// Returns once there is more of either stream, or the end. Fails with output_too_large.
  Task<Result<>> read_more();
  Task<Result<>> write(std::string_view text);
  Task<Result<>> send_eof();
  /// After the end of the streams: the exit code; 128 when a signal ended the command.
  Task<Result<int>> finish();
  /// Closes the channel whatever it is doing; the command gets a hang-up.
  Task<void> abandon();

 private:
  Exec(Connection& connection, LIBSSH2_CHANNEL* channel) : connection_(connection), channel_(channel) {}
  Result<std::size_t> read_stream(int stream, std::string& into);

  Connection& connection_;
  LIBSSH2_CHANNEL* channel_;  // null once freed; the session frees what is left
  std::string out_;
  std::string err_;
};

}  // namespace kigen::workers::ssh
