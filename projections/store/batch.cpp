#include "projections/store/batch.hpp"

#include <algorithm>
#include <utility>

namespace kigen::projections {

void Batch::add(KeyParts key, std::string_view value, bool erased) {
  const auto begin = bytes_.size();
  for (const auto part : key) bytes_.append(part);
  changes_.push_back({begin, bytes_.size() - begin, value.size(), erased});
  bytes_.append(value);
}

std::string_view Batch::key_of(const Change& change) const {
  return std::string_view(bytes_).substr(change.begin, change.key_size);
}
std::string_view Batch::value_of(const Change& change) const {
  return std::string_view(bytes_).substr(change.begin + change.key_size, change.value_size);
}

void Batch::for_each(
    const std::function<void(std::string_view, std::optional<std::string_view>)>& use) const {
  auto ordered = changes_;  // by key; of one key the last that was asked for comes last
  std::ranges::sort(ordered, {},
                    [&](const Change& change) { return std::pair(key_of(change), change.begin); });
  for (auto at = ordered.begin(); at != ordered.end(); ++at) {
    const auto key = key_of(*at);
    if (const auto next = at + 1; next != ordered.end() && key_of(*next) == key) continue;
    use(key, at->erased ? std::nullopt : std::optional(value_of(*at)));
  }
}

}  // namespace kigen::projections
