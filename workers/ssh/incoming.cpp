#include "workers/ssh/incoming.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace kigen::workers::ssh {
namespace {

constexpr std::string_view identification = "SSH-";

}  // namespace

bool Preamble::take(std::string_view bytes) {
  for (const char c : bytes) {
    if (identified_) return true;
    if (++bytes_ > max_bytes) return false;
    if (c == '\n')
      end_line();
    else if (line_.size() < identification.size())
      line_ += c;
    if (lines_ > max_lines) return false;
  }
  return true;
}

void Preamble::end_line() {
  identified_ = line_ == identification;
  ++lines_;
  line_.clear();
}

ssize_t Incoming::take(int socket, void* buffer, std::size_t size) {
  if (begin_ == end_) {
    if (!refusal_.empty()) return -ECONNABORTED;
    if (!std::exchange(may_fill_, false)) return -EAGAIN;
    if (const auto got = fill(socket); got <= 0) return got;
  }
  const auto given = std::min(size, end_ - begin_);
  std::memcpy(buffer, piece_.data() + begin_, given);
  begin_ += given;
  return static_cast<ssize_t>(given);
}

ssize_t Incoming::fill(int socket) {
  // sshd leaves Nagle's algorithm on where there is no terminal: a delayed acknowledgement would cost 40 ms.
  const int at_once = 1;
  setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &at_once, sizeof at_once);
  const auto got = recv(socket, piece_.data(), piece_.size(), MSG_DONTWAIT);
  if (got < 0) return -errno;
  const std::string_view bytes(piece_.data(), static_cast<std::size_t>(got));
  if (opening_.size() < opening_bytes) opening_.append(bytes.substr(0, opening_bytes - opening_.size()));
  total_ += bytes.size();
  if (!preamble_.take(bytes)) return refuse("it says more and more, and not that it is an SSH server");
  if (total_ > max_bytes)
    return refuse("it sent more than " + std::to_string(max_bytes) + " bytes on one connection");
  begin_ = 0;
  end_ = bytes.size();
  return got;
}

ssize_t Incoming::refuse(std::string why) {
  refusal_ = std::move(why);
  return -ECONNABORTED;
}

}  // namespace kigen::workers::ssh
