#include "projections/dashboard/query.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "projections/dashboard/topics.hpp"

namespace kigen::projections {
namespace {

/// The services under one topic: their number, and the first few.
struct Under {
  std::uint64_t services = 0;
  std::vector<const ServiceEntry*> first = {};
};
using Topics = std::array<Under, dashboard_topics>;

bool comes_before(const ServiceEntry* a, const ServiceEntry* b) {
  const auto rank = [](const ServiceEntry* e) {
    return std::tuple(e->not_after.value_or(Instant::max()), e->name(), e->id);
  };
  return rank(a) < rank(b);
}

/// A heap with the last of the kept ones on top.
void keep_first(Under& under, const ServiceEntry& service, std::size_t limit) {
  ++under.services;
  under.first.push_back(&service);
  std::ranges::push_heap(under.first, comes_before);
  if (under.first.size() <= limit) return;
  std::ranges::pop_heap(under.first, comes_before);
  under.first.pop_back();
}

Topics sort_by_topic(const ServiceIndex& index, std::size_t limit) {
  Topics topics;
  for (const auto& service : index.entries())
    for_each_topic(service, [&](DashboardTopic topic) {
      keep_first(topics[static_cast<std::size_t>(topic)], service, limit);
    });
  for (auto& under : topics) std::ranges::sort_heap(under.first, comes_before);
  return topics;
}

std::string date_of(Instant instant, CalendarUnit unit) {
  return to_text(instant).substr(0, unit == CalendarUnit::day ? 10 : 7);
}

}  // namespace

Result<DashboardPage> Dashboard::page(std::size_t limit) const {
  const auto reading = store_.reading();
  const auto& index = services_.index();
  DashboardPage page{
      .position = store_.position(), .services = index.entries().size(), .jobs = jobs_.tally()};
  const auto topics = sort_by_topic(index, std::min(limit, max_page_rows));
  for (std::size_t i = 0; i < dashboard_topics; ++i) {
    const auto topic = static_cast<DashboardTopic>(i);
    page.counts.push_back({colour_of(topic), topic, topics[i].services});
    for (const auto* const entry : topics[i].first) {
      TRY(const auto service, services_.stored(entry->id));
      page.lines.push_back(line_of(service, topic));
    }
  }
  return page;
}

CalendarPage Dashboard::calendar(Instant from, Instant to, CalendarUnit unit) const {
  const auto reading = store_.reading();
  std::map<std::string, std::uint64_t> services;
  for (const auto& entry : services_.index().entries())
    if (entry.enabled && entry.not_after && *entry.not_after >= from && *entry.not_after < to)
      ++services[date_of(*entry.not_after, unit)];
  CalendarPage page{.position = store_.position()};
  for (const auto& [date, count] : services) page.entries.push_back({date, count});
  return page;
}

}  // namespace kigen::projections
