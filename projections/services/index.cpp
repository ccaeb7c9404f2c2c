#include "projections/services/index.hpp"

#include <algorithm>
#include <tuple>

#include "projections/errors.hpp"
#include "projections/services/derive.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {
namespace {

constexpr std::size_t id_size = 16;

/// Where a service stands in an order; the text lives as long as its entry.
struct Rank {
  std::string_view text = {};
  Instant time = {};
  ServiceId id = {};

  friend bool operator<(const Rank& a, const Rank& b) {
    return std::tie(a.text, a.time, a.id) < std::tie(b.text, b.time, b.id);
  }
};

Rank rank_of(const ServiceEntry& entry, ServiceSort sort) {
  switch (sort) {
    case ServiceSort::name:
      return {.text = entry.name(), .id = entry.id};
    case ServiceSort::common_name:
      return {.text = entry.common_name(), .id = entry.id};
    case ServiceSort::not_after:
      break;
  }
  return {.time = entry.not_after.value_or(Instant::max()), .id = entry.id};  // without certificate: last
}

std::string cursor_of(const Rank& rank) {
  return to_cursor(key_of(rank.time) + key_of(rank.id) + std::string(rank.text));
}

/// `bytes` keeps what the rank looks into.
Result<Rank> rank_in(const std::string& cursor, std::string& bytes) {
  auto key = from_cursor(cursor);
  if (!key || key->size() < sizeof(std::uint64_t) + id_size)
    return fail(projection_errc::bad_cursor, cursor, "cursor");
  bytes = *std::move(key);
  const auto shifted = number_in(bytes) ^ (std::uint64_t{1} << 63);
  const auto rest = std::string_view(bytes).substr(sizeof(std::uint64_t));
  return Rank{.text = rest.substr(id_size),
              .time = Instant(Duration(static_cast<std::int64_t>(shifted))),
              .id = id_in<ServiceId>(rest.substr(0, id_size))};
}

template <class T>
bool holds(const std::optional<T>& wanted, const T& value) {
  return !wanted || *wanted == value;
}

bool expires_between(const ServiceEntry& entry, const ServiceFilter& filter) {
  if (!filter.expires_from && !filter.expires_before) return true;
  return entry.not_after && (!filter.expires_from || *entry.not_after >= *filter.expires_from) &&
         (!filter.expires_before || *entry.not_after < *filter.expires_before);
}

/// The cheap conditions first.
bool matches(const ServiceEntry& entry, const ServiceFilter& filter, const std::string& wanted) {
  return holds(filter.level, entry.level) && holds(filter.order_state, entry.order_state) &&
         holds(filter.apply_state, entry.apply_state) && holds(filter.expiry_status, entry.expiry_status) &&
         holds(filter.enabled, entry.enabled) && expires_between(entry, filter) &&
         (wanted.empty() || entry.text.find(wanted) != std::string::npos);
}

/// The first `size` ranks offered, in the order of `before`.
template <class Before>
class Best {
 public:
  Best(std::size_t size, Before before) : size_(size), before_(before) {}

  void offer(const Rank& rank) {
    if (ranks_.size() == size_) {
      if (!before_(rank, ranks_.front())) return;
      std::ranges::pop_heap(ranks_, before_);
      ranks_.pop_back();
    }
    ranks_.push_back(rank);
    std::ranges::push_heap(ranks_, before_);
  }
  std::vector<Rank> in_order() && {
    std::ranges::sort_heap(ranks_, before_);
    return std::move(ranks_);
  }

 private:
  const std::size_t size_;
  const Before before_;
  std::vector<Rank> ranks_ = {};
};

std::string search_text(const events::ServiceSettings& settings) {
  auto text = settings.name + '\n' + settings.common_name + '\n';
  for (const auto& san : settings.sans) text += san + '\n';
  return lower(text);
}

ServiceEntry entry_of(const ServiceDetail& detail) {
  const auto row = summarise(detail);
  return {.id = row.id,
          .not_after = row.not_after,
          .expiry_status = row.expiry_status,
          .level = row.level,
          .order_state = row.order_state,
          .apply_state = row.apply_state,
          .enabled = row.enabled,
          .served_elsewise = std::ranges::any_of(detail.nodes, is_served_elsewise),
          .name_size = static_cast<std::uint16_t>(row.name.size()),
          .common_name_size = static_cast<std::uint16_t>(row.common_name.size()),
          .text = search_text(detail.settings)};
}

}  // namespace

void ServiceIndex::set(const ServiceDetail& detail) {
  const auto [place, added] = places_.try_emplace(detail.id, entries_.size());
  if (added) entries_.emplace_back();
  entries_[place->second] = entry_of(detail);
}

/// The last entry fills the gap.
void ServiceIndex::erase(ServiceId id) {
  const auto place = places_.find(id);
  if (place == places_.end()) return;
  const auto gap = place->second;
  places_.erase(place);
  if (gap + 1 < entries_.size()) {
    entries_[gap] = std::move(entries_.back());
    places_[entries_[gap].id] = gap;
  }
  entries_.pop_back();
}

Result<ServiceMatches> ServiceIndex::find(const ServiceFilter& filter, const Paging& paging) const {
  std::string bytes;
  std::optional<Rank> last;
  if (paging.cursor) {
    TRY(last, rank_in(*paging.cursor, bytes));
  }
  const auto before = [&](const Rank& a, const Rank& b) { return filter.descending ? b < a : a < b; };
  const auto limit = std::clamp<std::size_t>(paging.limit, 1, max_page_rows);
  Best best(limit + 1, before);
  ServiceMatches found;
  const auto wanted = lower(filter.search);
  for (const auto& entry : entries_) {
    if (!matches(entry, filter, wanted)) continue;
    ++found.total;
    const auto rank = rank_of(entry, filter.sort);
    if (!last || before(*last, rank)) best.offer(rank);
  }
  auto ranks = std::move(best).in_order();
  if (ranks.size() > limit) {
    ranks.pop_back();
    found.next = cursor_of(ranks.back());
  }
  for (const auto& rank : ranks) found.ids.push_back(rank.id);
  return found;
}

}  // namespace kigen::projections
