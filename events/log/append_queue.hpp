#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "events/core/mutex.hpp"
#include "events/core/reply.hpp"
#include "events/log/event_log.hpp"

namespace kigen::events {

/// Appends that belong together, and who waits for them; the waiter may be gone.
struct PendingAppend {
  std::vector<AppendRequest> requests;
  std::weak_ptr<Reply<std::vector<Appended>>> reply;
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
/// (overloaded). Those that belong together stay together. Thread-safe.
class AppendQueue {
 public:
  Result<> push(PendingAppend append);
  Result<> push(PendingCheckpoint checkpoint);
  /// Who comes later gets `closed`; what waits is still done.
  void close();

  /// What waits, once something does: about 1,024 appends and 8 MiB.
  Work take();
  /// What waits after `patience`, or as soon as the queue is closed.
  Work take_after(std::chrono::milliseconds patience);

 private:
  struct Sized {
    PendingAppend append;
    std::size_t bytes;
  };
  Work cut(std::size_t max_appends, std::size_t max_bytes) REQUIRES(mutex_);

  Mutex mutex_;
  Condition changed_;
  std::deque<Sized> appends_ GUARDED_BY(mutex_);
  std::size_t waiting_ GUARDED_BY(mutex_) = 0;  // requests in appends_
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;    // payload in appends_
  std::vector<PendingCheckpoint> checkpoints_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
};

}  // namespace kigen::events
