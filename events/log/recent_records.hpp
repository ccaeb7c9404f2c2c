#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "events/core/mutex.hpp"
#include "events/log/record.hpp"

namespace kigen::events {

/// The newest records, decoded, for those who follow the log's tail. Thread-safe.
/// Holds at most 4,096 records and 16 MiB.
class RecentRecords {
 public:
  /// Adds the records at the positions after the last one.
  void add(std::vector<Record> records);
  /// Up to `limit` records from `from` on; none at all means that `from` is older than what is held.
  std::optional<std::vector<Record>> read(Position from, std::size_t limit) const;
  void clear();

 private:
  mutable Mutex mutex_;
  std::deque<Record> records_ GUARDED_BY(mutex_);
  std::size_t bytes_ GUARDED_BY(mutex_) = 0;
};

}  // namespace kigen::events
