#include "tests/integration/support/byte_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "events/core/error.hpp"

namespace kigen::tests {

bool BytePeer::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string BytePeer::receive() const {
  std::array<char, 4096> buffer;
  const auto got = recv(fd_, buffer.data(), buffer.size(), 0);
  return got <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(got));
}

bool BytePeer::gone_within(std::chrono::milliseconds pause) const {
  pollfd readable{.fd = fd_, .events = POLLIN, .revents = 0};
  return poll(&readable, 1, static_cast<int>(pause.count())) > 0 && receive().empty();
}

ByteServer::ByteServer(std::function<void(BytePeer&)> serve) : serve_(std::move(serve)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  ensure(bind(listener_, reinterpret_cast<sockaddr*>(&at), size) == 0 && listen(listener_, 64) == 0 &&
             getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) == 0,
         "a loopback port can be listened on");
  endpoint_ = {"127.0.0.1", ntohs(at.sin_port)};
  accepting_ = std::thread([this] { accept_all(); });
}

ByteServer::~ByteServer() {
  shutdown(listener_, SHUT_RDWR);
  accepting_.join();
  {
    const MutexLock lock(mutex_);
    for (const int fd : open_) shutdown(fd, SHUT_RDWR);
  }
  for (auto& thread : threads_) thread.join();
  close(listener_);
}

void ByteServer::accept_all() {
  for (int fd; (fd = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0;) {
    const MutexLock lock(mutex_);
    open_.push_back(fd);
    threads_.emplace_back([this, fd] { serve_one(fd); });
  }
}

void ByteServer::serve_one(int fd) {
  BytePeer peer(fd);
  serve_(peer);
  const MutexLock lock(mutex_);
  std::erase(open_, fd);
  close(fd);
}

}  // namespace kigen::tests
