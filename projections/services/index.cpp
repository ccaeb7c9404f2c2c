#include "projections/services/index.hpp"

#include <algorithm>
#include <iterator>

#include "projections/services/merge.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {
namespace {

using Wanted = std::vector<const ServicesAlike*>;
using Entries = std::vector<const ServiceEntry*>;

bool stand_alike(const ServiceEntry& a, const ServiceEntry& b) {
  return a.facets() == b.facets() && a.not_after() == b.not_after() && a.sort_name() == b.sort_name() &&
         a.sort_common_name() == b.sort_common_name();
}

Wanted admitted(const std::vector<const ServicesByFacets*>& parts, const ServiceFilter& filter) {
  Wanted wanted;
  for (const auto* const part : parts)
    for (const auto& [facets, services] : *part)
      if (admits(filter, facets)) wanted.push_back(&services);
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

Entries matching(const Wanted& wanted, const ServiceFilter& filter) {
  const auto text = lower(filter.search);
  Entries found;
  for (const auto* const alike : wanted)
    for (const auto* const entry : alike->by(filter.sort))
      if (expires_between(*entry, filter) &&
          (text.empty() || entry->search_text().find(text) != std::string_view::npos))
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

Entries ascending(const Wanted& wanted, ServiceSort sort, const std::optional<ServiceRank>& last,
                  std::size_t limit) {
  std::vector<ServiceRun<SortedServices::const_iterator>> runs;
  for (const auto* const alike : wanted) {
    const auto& order = alike->by(sort);
    runs.emplace_back(last ? order.upper_bound(*last) : order.begin(), order.end());
  }
  return merge_first(std::move(runs), limit, ServiceBefore{sort});
}

Entries descending(const Wanted& wanted, ServiceSort sort, const std::optional<ServiceRank>& last,
                   std::size_t limit) {
  std::vector<ServiceRun<SortedServices::const_reverse_iterator>> runs;
  for (const auto* const alike : wanted) {
    const auto& order = alike->by(sort);
    runs.emplace_back(std::reverse_iterator(last ? order.lower_bound(*last) : order.end()), order.rend());
  }
  const ServiceBefore before{sort};
  return merge_first(std::move(runs), limit, [&](const auto* a, const auto* b) { return before(b, a); });
}

/// Of all the wanted entries or, where the filter looks at each, of those that match.
Entries page_of(const Wanted& wanted, const ServiceFilter& filter, const std::optional<ServiceRank>& last,
                std::size_t limit, std::uint64_t& total) {
  const ServiceBefore before{filter.sort};
  if (looks_at_each(filter)) {
    auto found = matching(wanted, filter);
    total = found.size();
    if (!filter.descending) return first_behind(std::move(found), last, limit, before);
    return first_behind(std::move(found), last, limit,
                        [&](const auto& a, const auto& b) { return before(b, a); });
  }
  for (const auto* const alike : wanted) total += alike->size();
  return filter.descending ? descending(wanted, filter.sort, last, limit)
                           : ascending(wanted, filter.sort, last, limit);
}

}  // namespace

void ServicesAlike::add(const ServiceEntry& entry) {
  for (auto& order : orders_) order.insert(&entry);
}

void ServicesAlike::remove(const ServiceEntry& entry) {
  for (auto& order : orders_) order.erase(&entry);
}

namespace {

void remove(ServicesByFacets& services, const ServiceEntry& entry) {
  const auto alike = services.find(entry.facets());
  alike->second.remove(entry);
  if (alike->second.size() == 0) services.erase(alike);
}

}  // namespace

void ServiceIndex::put(const Owned& service) {
  const auto& entry = service.entry;
  all_[entry.facets()].add(entry);
  by_user_group_[service.owner][entry.facets()].add(entry);
}

void ServiceIndex::take_out(const Owned& service) {
  remove(all_, service.entry);
  const auto group = by_user_group_.find(service.owner);
  remove(group->second, service.entry);
  if (group->second.empty()) by_user_group_.erase(group);
}

void ServiceIndex::set(ServiceEntry entry, UserGroupId owner) {
  const auto known = entries_.find(entry.id());
  if (known == entries_.end()) {
    const auto id = entry.id();
    return put(entries_.emplace(id, Owned{std::move(entry), owner}).first->second);
  }
  auto& kept = known->second;
  const bool stays = kept.owner == owner && stand_alike(kept.entry, entry);
  if (!stays) take_out(kept);
  kept = {std::move(entry), owner};
  if (!stays) put(kept);
}

void ServiceIndex::erase(ServiceId id) {
  const auto known = entries_.find(id);
  if (known == entries_.end()) return;
  take_out(known->second);
  entries_.erase(known);
}

std::vector<const ServicesByFacets*> ServiceIndex::within(const events::Scope& scope) const {
  if (scope.is_everything()) return {&all_};
  std::vector<const ServicesByFacets*> parts;
  for (const auto group : *scope.groups())
    if (const auto known = by_user_group_.find(group); known != by_user_group_.end())
      parts.push_back(&known->second);
  return parts;
}

Result<ServiceMatches> ServiceIndex::find(const events::Scope& scope, const ServiceFilter& filter,
                                          const Paging& paging) const {
  std::string bytes;
  std::optional<ServiceRank> last;
  if (paging.cursor) {
    TRY(last, rank_in(*paging.cursor, bytes));
  }
  const auto limit = std::clamp<std::size_t>(paging.limit, 1, max_page_rows);
  ServiceMatches found;
  const auto seen = filter.group ? scope.within(events::Scope::of({*filter.group})) : scope;
  found.entries = page_of(admitted(within(seen), filter), filter, last, limit + 1, found.total);
  if (found.entries.size() <= limit) return found;
  found.entries.pop_back();
  found.next = to_cursor(rank_of(*found.entries.back(), filter.sort));
  return found;
}

}  // namespace kigen::projections
