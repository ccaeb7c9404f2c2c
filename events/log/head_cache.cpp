#include "events/log/head_cache.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t capacity = 65'536;

}  // namespace

std::optional<StreamHead> HeadCache::find(const StreamId& stream) {
  const auto place = places_.find(stream);
  if (place == places_.end()) return std::nullopt;
  entries_.splice(entries_.begin(), entries_, place->second);
  return place->second->second;
}

void HeadCache::put(const StreamId& stream, const StreamHead& head) {
  if (find(stream)) {
    entries_.front().second = head;
    return;
  }
  entries_.emplace_front(stream, head);
  places_[stream] = entries_.begin();
  if (entries_.size() <= capacity) return;
  places_.erase(entries_.back().first);
  entries_.pop_back();
}

void HeadCache::clear() {
  places_.clear();
  entries_.clear();
}

}  // namespace kigen::events
