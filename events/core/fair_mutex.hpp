#pragma once

#include <shared_mutex>

#include "events/core/mutex.hpp"

namespace kigen {

/// Many readers or one writer, who is not starved: readers that come after it wait until it is done. Held by
/// a ReadLock or a WriteLock.
class CAPABILITY("mutex") FairMutex {
 public:
  void lock() ACQUIRE() {
    const MutexLock turn(turn_);
    state_.lock();
  }
  void unlock() RELEASE() { state_.unlock(); }
  void lock_shared() ACQUIRE_SHARED() {
    const MutexLock turn(turn_);
    state_.lock_shared();
  }
  void unlock_shared() RELEASE_SHARED() { state_.unlock_shared(); }

 private:
  Mutex turn_;
  std::shared_mutex state_;
};

class SCOPED_CAPABILITY ReadLock {
 public:
  explicit ReadLock(FairMutex& mutex) ACQUIRE_SHARED(mutex) : mutex_(mutex) { mutex_.lock_shared(); }
  ~ReadLock() RELEASE() { mutex_.unlock_shared(); }
  ReadLock(const ReadLock&) = delete;
  ReadLock& operator=(const ReadLock&) = delete;

 private:
  FairMutex& mutex_;
};

class SCOPED_CAPABILITY WriteLock {
 public:
  explicit WriteLock(FairMutex& mutex) ACQUIRE(mutex) : mutex_(mutex) { mutex_.lock(); }
  ~WriteLock() RELEASE() { mutex_.unlock(); }
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

 private:
  FairMutex& mutex_;
};

}  // namespace kigen
