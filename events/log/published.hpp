#pragma once

#include <atomic>
#include <string>

#include "events/core/mutex.hpp"
#include "events/log/event_log.hpp"
#include "events/log/growth.hpp"
#include "events/log/recent_records.hpp"
#include "events/log/tiles.hpp"

namespace kigen::events {

/// What a log shows to its readers; its appender alone changes it. Thread-safe.
class Published {
 public:
  Growth growth;
  RecentRecords recent;

  TreeEdge edge() const {
    const MutexLock lock(mutex_);
    return edge_;
  }
  void set_edge(TreeEdge edge) {
    const MutexLock lock(mutex_);
    edge_ = std::move(edge);
  }

  Intake intake() const { return intake_; }
  /// Why appends are not taken, for people; or else what could not be read.
  std::string trouble() const {
    const MutexLock lock(mutex_);
    return trouble_.empty() ? unreadable_ : trouble_;
  }
  /// What is damaged stays so: it is told until the log is opened again.
  void note_unreadable(std::string what) {
    const MutexLock lock(mutex_);
    unreadable_ = std::move(what);
  }
  void set_intake(Intake intake, std::string trouble = {}) {
    const MutexLock lock(mutex_);
    intake_ = intake;
    trouble_ = std::move(trouble);
  }

 private:
  std::atomic<Intake> intake_ = Intake::open;
  mutable Mutex mutex_;
  TreeEdge edge_ GUARDED_BY(mutex_);
  std::string trouble_ GUARDED_BY(mutex_);
  std::string unreadable_ GUARDED_BY(mutex_);
};

}  // namespace kigen::events
