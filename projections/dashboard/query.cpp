#include "projections/dashboard/query.hpp"

#include <algorithm>
#include <chrono>
#include <map>

#include "projections/dashboard/lines.hpp"
#include "projections/services/merge.hpp"

namespace kigen::projections {

using events::Scope;

namespace {

using Run = ServiceRun<SortedServices::const_iterator>;

/// The services under one topic: their number, and where they stand by expiry.
struct Under {
  std::uint64_t services = 0;
  std::vector<Run> runs = {};
};
using Topics = std::array<Under, topics>;

/// The services that somebody sees, in parts.
using Parts = std::vector<const ServicesByFacets*>;

template <class Use>
void for_each_alike(const Parts& parts, Use&& use) {
  for (const auto* const part : parts)
    for (const auto& [facets, alike] : *part) use(facets, alike);
}

std::uint64_t number_of(const Parts& parts) {
  std::uint64_t services = 0;
  for_each_alike(parts, [&](const auto&, const ServicesAlike& alike) { services += alike.size(); });
  return services;
}

Topics by_topic(const Parts& parts) {
  Topics all;
  for_each_alike(parts, [&](const ServiceFacets& facets, const ServicesAlike& alike) {
    const auto& order = alike.by(ServiceSort::not_after);
    for (std::size_t i = 0; i < topics; ++i) {
      if (!is_under(facets, static_cast<Topic>(i))) continue;
      all[i].services += alike.size();
      all[i].runs.emplace_back(order.begin(), order.end());
    }
  });
  return all;
}

std::vector<SeverityCount> by_severity(const Parts& parts) {
  std::array<std::uint64_t, severities> services{};
  for_each_alike(parts, [&](const ServiceFacets& facets, const ServicesAlike& alike) {
    if (facets.enabled) services[static_cast<std::size_t>(facets.severity)] += alike.size();
  });
  std::vector<SeverityCount> counts;
  for (std::size_t i = severities; i-- > 0;) counts.push_back({static_cast<Severity>(i), services[i]});
  return counts;
}

/// Those that expire from `from` (inclusive) to `to` (exclusive).
Run expiring(const ServicesAlike& alike, Instant from, Instant to) {
  const auto& order = alike.by(ServiceSort::not_after);
  if (to <= from) return {order.end(), order.end()};
  return {order.lower_bound(ServiceRank{.time = from}), order.lower_bound(ServiceRank{.time = to})};
}

std::string date_of(Instant instant, CalendarUnit unit) {
  return to_text(instant).substr(0, unit == CalendarUnit::day ? 10 : 7);
}

}  // namespace

Result<DashboardPage> Dashboard::page(const Scope& scope, std::size_t limit) const {
  const auto reading = store_.reading();
  const auto parts = services_.index().within(scope);
  DashboardPage page{.position = store_.position(), .services = number_of(parts), .jobs = jobs_.tally(scope)};
  page.severities = by_severity(parts);
  auto all = by_topic(parts);
  for (std::size_t i = 0; i < topics; ++i) {
    const auto topic = static_cast<Topic>(i);
    page.counts.push_back({severity_of(topic), topic, all[i].services});
    for (const auto* const entry : merge_first(std::move(all[i].runs), std::min(limit, max_page_rows),
                                               ServiceBefore{ServiceSort::not_after})) {
      TRY(auto line, line_under(scope, *entry, topic));
      page.lines.push_back(std::move(line));
    }
  }
  return page;
}

Result<DashboardLine> Dashboard::line_under(const Scope& scope, const ServiceEntry& service,
                                            Topic topic) const {
  auto line = line_of(service, topic);
  if (!names_culprit(topic)) return line;
  TRY(const auto detail, services_.stored(scope, service.id()));
  name_culprit(line, detail);
  return line;
}

CalendarPage Dashboard::calendar(const Scope& scope, Instant from, Instant to, CalendarUnit unit) const {
  const auto reading = store_.reading();
  std::map<std::chrono::sys_days, std::uint64_t> by_day;
  for_each_alike(services_.index().within(scope), [&](const ServiceFacets& facets, const auto& alike) {
    if (!facets.enabled) return;
    for (const auto* const entry : expiring(alike, from, to))
      ++by_day[std::chrono::floor<std::chrono::days>(*entry->not_after())];
  });
  std::map<std::string, std::uint64_t> services;
  for (const auto& [day, count] : by_day) services[date_of(Instant(day), unit)] += count;
  CalendarPage page{.position = store_.position()};
  for (const auto& [date, count] : services) page.entries.push_back({date, count});
  return page;
}

}  // namespace kigen::projections
