#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace kigen::workers::ssh {

/// What a server may send before its identification (RFC 4253 §4.2): other lines, of which a client must be
/// able to read some, and nothing says how many.
class Preamble {
 public:
  static constexpr std::size_t max_bytes = 16 << 10;
  static constexpr std::size_t max_lines = 128;

  /// Looks at what came next; false once it is too much.
  bool take(std::string_view bytes);

 private:
  void end_line();

  std::size_t bytes_ = 0;
  std::size_t lines_ = 0;
  std::string line_;  // its first bytes
  bool identified_ = false;
};

/// The bytes of one connection on their way from the socket to libssh2, which asks for single ones. One call
/// of libssh2 gets what is here and one piece from the socket; then it is made to return, so that others on
/// the loop and deadlines get their turn, however much a server sends. What it may send at all is bounded.
class Incoming {
 public:
  static constexpr std::size_t max_bytes = 4 << 20;
  static constexpr std::size_t piece_bytes = 16 << 10;
  static constexpr std::size_t opening_bytes = 8192;

  void begin_call() { may_fill_ = true; }
  /// As recv(2), but for -errno in place of errno; -EAGAIN also when the call has had its share.
  ssize_t take(int socket, void* buffer, std::size_t size);
  /// The first bytes that came.
  const std::string& opening() const { return opening_; }
  /// What the server did that ended the connection; empty when it did nothing of the kind.
  const std::string& refusal() const { return refusal_; }

 private:
  ssize_t fill(int socket);
  ssize_t refuse(std::string why);

  std::array<char, piece_bytes> piece_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t total_ = 0;
  bool may_fill_ = false;
  Preamble preamble_;
  std::string opening_;
  std::string refusal_;
};

}  // namespace kigen::workers::ssh
