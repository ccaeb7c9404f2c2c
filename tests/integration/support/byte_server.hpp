#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "events/core/mutex.hpp"
#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::tests {

/// One connection of a ByteServer, blocking.
class BytePeer {
 public:
  explicit BytePeer(int fd) : fd_(fd) {}
  /// False when the other side is gone.
  bool send(std::string_view bytes) const;
  /// Empty at the end.
  std::string receive() const;
  /// Drops what comes; true when the other side is gone. Waits no longer than `pause`.
  bool gone_within(std::chrono::milliseconds pause) const;
  void wait_for_end() const {
    while (!receive().empty()) {
    }
  }

 private:
  int fd_;
};

/// A TCP server on loopback that does to each connection what the test says, each on a thread of its own; for
/// servers that no real program would be.
class ByteServer {
 public:
  explicit ByteServer(std::function<void(BytePeer&)> serve);
  ByteServer(const ByteServer&) = delete;
  ByteServer& operator=(const ByteServer&) = delete;
  ~ByteServer();
  const orchestrator::Endpoint& endpoint() const { return endpoint_; }

 private:
  void accept_all();
  void serve_one(int fd);

  std::function<void(BytePeer&)> serve_;
  orchestrator::Endpoint endpoint_;
  int listener_ = -1;
  Mutex mutex_;
  std::vector<int> open_ GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;  // of the accepting thread until it ended
  std::thread accepting_;
};

}  // namespace kigen::tests
