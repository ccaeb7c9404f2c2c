#include "events/log/recent_records.hpp"

#include <algorithm>

namespace kigen::events {
namespace {

constexpr std::size_t max_records = 4'096;
constexpr std::size_t max_bytes = 16 << 20;

/// What a record takes in memory, roughly.
std::size_t size_of(const Record& record) { return sizeof(Record) + record.payload.size() + 256; }

}  // namespace

void RecentRecords::add(std::vector<Record> records) {
  const MutexLock lock(mutex_);
  for (auto& record : records) {
    bytes_ += size_of(record);
    records_.push_back(std::move(record));
  }
  while (records_.size() > max_records || bytes_ > max_bytes) {
    bytes_ -= size_of(records_.front());
    records_.pop_front();
  }
}

std::optional<std::vector<Record>> RecentRecords::read(Position from, std::size_t limit) const {
  const MutexLock lock(mutex_);
  if (records_.empty() || from < records_.front().position) return std::nullopt;
  const auto first = std::min<std::size_t>(from - records_.front().position, records_.size());
  const auto count = std::min(limit, records_.size() - first);
  const auto begin = records_.begin() + static_cast<std::ptrdiff_t>(first);
  return std::vector<Record>(begin, begin + static_cast<std::ptrdiff_t>(count));
}

void RecentRecords::clear() {
  const MutexLock lock(mutex_);
  records_.clear();
  bytes_ = 0;
}

}  // namespace kigen::events
