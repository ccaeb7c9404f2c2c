#include "events/log/head_cache.hpp"

#include <utility>

namespace kigen::events {
namespace {

constexpr std::size_t generation_size = 32'768;

}  // namespace

std::optional<StreamHead> HeadCache::find(const StreamId& stream) {
  if (const auto known = young_.find(stream); known != young_.end()) return known->second;
  const auto known = old_.find(stream);
  if (known == old_.end()) return std::nullopt;
  const auto head = known->second;
  put(stream, head);
  return head;
}

void HeadCache::put(const StreamId& stream, const StreamHead& head) {
  young_.insert_or_assign(stream, head);
  if (young_.size() < generation_size) return;
  old_ = std::exchange(young_, {});
}

void HeadCache::clear() {
  young_.clear();
  old_.clear();
}

}  // namespace kigen::events
