#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "events/core/thread_safety.hpp"

namespace kigen {

/// One thread at a time. What it guards is declared GUARDED_BY(it), and a function that expects it to be held
/// REQUIRES(it): then clang refuses what forgets to take it. Held by a MutexLock.
class CAPABILITY("mutex") Mutex {
 public:
  void lock() ACQUIRE() { mutex_.lock(); }
  void unlock() RELEASE() { mutex_.unlock(); }

 private:
  friend class Condition;
  std::mutex mutex_;
};

/// Holds a mutex as long as it lives.
class SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(Mutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~MutexLock() RELEASE() { mutex_.unlock(); }
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;

 private:
  Mutex& mutex_;
};

/// Something that changes under a mutex, for those who wait for it. A wait may end for no reason: look again.
class Condition {
 public:
  /// Lets go of the mutex meanwhile.
  void wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock held(mutex.mutex_, std::adopt_lock);
    changed_.wait(held);
    held.release();
  }
  /// The same until `end` at most; false when it is over.
  bool wait_until(Mutex& mutex, std::chrono::steady_clock::time_point end) REQUIRES(mutex) {
    std::unique_lock held(mutex.mutex_, std::adopt_lock);
    const auto status = changed_.wait_until(held, end);
    held.release();
    return status == std::cv_status::no_timeout;
  }
  void notify_one() { changed_.notify_one(); }

 private:
  std::condition_variable changed_;
};

}  // namespace kigen
