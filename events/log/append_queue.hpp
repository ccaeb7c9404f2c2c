#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "events/core/reply.hpp"
#include "events/log/event_log.hpp"

namespace kigen::events {

/// An append and who waits for it; the waiter may be gone.
struct PendingAppend {
  AppendRequest request;
  std::weak_ptr<Reply<Appended>> reply;
};
/// Who waits for a signed checkpoint.
using PendingCheckpoint = std::weak_ptr<Reply<std::string>>;

/// What the appender does in one turn.
struct Work {
  std::vector<PendingAppend> appends = {};
  std::vector<PendingCheckpoint> checkpoints = {};
  bool last = false;  ///< the queue is closed and nothing will follow
};

/// What waits for the appender. At most 16,384 appends and 64 MiB of payload wait; more are refused
/// (overloaded). Thread-safe.
class AppendQueue {
 public:
  Result<> push(PendingAppend append);
  Result<> push(PendingCheckpoint checkpoint);
  /// Who comes later gets `closed`; what waits is still done.
  void close();

  /// What waits, once something does: at most 1,024 appends and about 8 MiB.
  Work take();
  /// What waits after `patience`, or as soon as the queue is closed.
  Work take_after(std::chrono::milliseconds patience);

 private:
  struct Sized {
    PendingAppend append;
    std::size_t bytes;
  };
  Work cut(std::size_t max_appends, std::size_t max_bytes);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Sized> appends_;  // under mutex_, as all below
  std::size_t bytes_ = 0;      // payload in appends_
  std::vector<PendingCheckpoint> checkpoints_;
  bool closed_ = false;
};

}  // namespace kigen::events
