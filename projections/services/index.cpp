#include "projections/services/index.hpp"

#include <algorithm>
#include <iterator>

#include "projections/services/merge.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {
namespace {

using Groups = std::vector<const ServiceGroup*>;
using Entries = std::vector<const ServiceEntry*>;

bool stand_alike(const ServiceEntry& a, const ServiceEntry& b) {
  return a.facets() == b.facets() && a.not_after() == b.not_after() && a.sort_name() == b.sort_name() &&
         a.sort_common_name() == b.sort_common_name();
}

Groups admitted(const ServiceGroups& groups, const ServiceFilter& filter) {
  Groups wanted;
  for (const auto& [facets, group] : groups)
    if (admits(filter, facets)) wanted.push_back(&group);
  return wanted;
}

bool looks_at_each(const ServiceFilter& filter) {
  return !filter.search.empty() || filter.expires_from || filter.expires_before;
}

bool expires_between(const ServiceEntry& entry, const ServiceFilter& filter) {
  if (!filter.expires_from && !filter.expires_before) return true;
  const auto& not_after = entry.not_after();
  return not_after && (!filter.expires_from || *not_after >= *filter.expires_from) &&
         (!filter.expires_before || *not_after < *filter.expires_before);
}

Entries matching(const Groups& groups, const ServiceFilter& filter) {
  const auto wanted = lower(filter.search);
  Entries found;
  for (const auto* const group : groups)
    for (const auto* const entry : group->by(filter.sort))
      if (expires_between(*entry, filter) &&
          (wanted.empty() || entry->search_text().find(wanted) != std::string_view::npos))
        found.push_back(entry);
  return found;
}

/// The first of `entries` behind `last`.
template <class Before>
Entries first_behind(Entries entries, const std::optional<ServiceRank>& last, std::size_t limit,
                     Before before) {
  if (last) std::erase_if(entries, [&](const auto* entry) { return !before(*last, entry); });
  const auto count = std::min(limit, entries.size());
  std::ranges::partial_sort(entries, entries.begin() + static_cast<std::ptrdiff_t>(count), before);
  entries.resize(count);
  return entries;
}

Entries ascending(const Groups& groups, ServiceSort sort, const std::optional<ServiceRank>& last,
                  std::size_t limit) {
  std::vector<ServiceRun<SortedServices::const_iterator>> runs;
  for (const auto* const group : groups) {
    const auto& order = group->by(sort);
    runs.emplace_back(last ? order.upper_bound(*last) : order.begin(), order.end());
  }
  return merge_first(std::move(runs), limit, ServiceBefore{sort});
}

Entries descending(const Groups& groups, ServiceSort sort, const std::optional<ServiceRank>& last,
                   std::size_t limit) {
  std::vector<ServiceRun<SortedServices::const_reverse_iterator>> runs;
  for (const auto* const group : groups) {
    const auto& order = group->by(sort);
    runs.emplace_back(std::reverse_iterator(last ? order.lower_bound(*last) : order.end()), order.rend());
  }
  const ServiceBefore before{sort};
  return merge_first(std::move(runs), limit, [&](const auto* a, const auto* b) { return before(b, a); });
}

/// Of all the groups' entries or, where the filter looks at each, of those that match.
Entries page_of(const Groups& groups, const ServiceFilter& filter, const std::optional<ServiceRank>& last,
                std::size_t limit, std::uint64_t& total) {
  const ServiceBefore before{filter.sort};
  if (looks_at_each(filter)) {
    auto found = matching(groups, filter);
    total = found.size();
    if (!filter.descending) return first_behind(std::move(found), last, limit, before);
    return first_behind(std::move(found), last, limit,
                        [&](const auto& a, const auto& b) { return before(b, a); });
  }
  for (const auto* const group : groups) total += group->size();
  return filter.descending ? descending(groups, filter.sort, last, limit)
                           : ascending(groups, filter.sort, last, limit);
}

}  // namespace

void ServiceGroup::add(const ServiceEntry& entry) {
  for (auto& order : orders_) order.insert(&entry);
}

void ServiceGroup::remove(const ServiceEntry& entry) {
  for (auto& order : orders_) order.erase(&entry);
}

void ServiceIndex::leave_group(const ServiceEntry& entry) {
  const auto group = groups_.find(entry.facets());
  group->second.remove(entry);
  if (group->second.size() == 0) groups_.erase(group);
}

void ServiceIndex::set(ServiceEntry entry) {
  const auto known = entries_.find(entry.id());
  if (known == entries_.end()) {
    const auto& added = entries_.emplace(entry.id(), std::move(entry)).first->second;
    groups_[added.facets()].add(added);
    return;
  }
  auto& kept = known->second;
  const bool stays = stand_alike(kept, entry);
  if (!stays) leave_group(kept);
  kept = std::move(entry);
  if (!stays) groups_[kept.facets()].add(kept);
}

void ServiceIndex::erase(ServiceId id) {
  const auto known = entries_.find(id);
  if (known == entries_.end()) return;
  leave_group(known->second);
  entries_.erase(known);
}

Result<ServiceMatches> ServiceIndex::find(const ServiceFilter& filter, const Paging& paging) const {
  std::string bytes;
  std::optional<ServiceRank> last;
  if (paging.cursor) {
    TRY(last, rank_in(*paging.cursor, bytes));
  }
  const auto limit = std::clamp<std::size_t>(paging.limit, 1, max_page_rows);
  ServiceMatches found;
  found.entries = page_of(admitted(groups_, filter), filter, last, limit + 1, found.total);
  if (found.entries.size() <= limit) return found;
  found.entries.pop_back();
  found.next = to_cursor(rank_of(*found.entries.back(), filter.sort));
  return found;
}

}  // namespace kigen::projections
