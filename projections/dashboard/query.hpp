#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/jobs/query.hpp"
#include "projections/page.hpp"
#include "projections/services/query.hpp"

namespace kigen::projections {

enum class DashboardColour : std::uint8_t { red, yellow, plain };
/// What a line says of its service, in the order of R36.
enum class DashboardTopic : std::uint8_t {
  expired,
  expiry_error,  ///< a short-lived certificate: renewal overdue or hardly any life left
  order_error,
  under_15,
  under_30,
  under_60,
  under_90,
  expiry_warning,  ///< a short-lived certificate: less than a third left
  apply_error,
  not_served,  ///< a node was seen to serve another certificate than the current one
  order_scheduled,
  order_under_way,
};
inline constexpr std::size_t dashboard_topics = 12;

struct DashboardLine {
  DashboardColour colour = DashboardColour::plain;
  DashboardTopic topic = DashboardTopic::expired;
  ServiceId service = {};
  std::string service_name = {};
  std::optional<Instant> not_after = {};
  std::optional<OrderId> order = {};  ///< for order topics
  std::optional<NodeId> node = {};    ///< for apply_error and not_served: the first such node
  std::string node_name = {};
  std::string detail = {};  ///< the order's last error

  static constexpr auto fields = events::field_list(
      events::field("colour", &DashboardLine::colour), events::field("topic", &DashboardLine::topic),
      events::field("service", &DashboardLine::service),
      events::field("serviceName", &DashboardLine::service_name),
      events::field("notAfter", &DashboardLine::not_after), events::field("order", &DashboardLine::order),
      events::field("node", &DashboardLine::node), events::field("nodeName", &DashboardLine::node_name),
      events::field("detail", &DashboardLine::detail));
};

struct DashboardCount {
  DashboardColour colour = DashboardColour::plain;
  DashboardTopic topic = DashboardTopic::expired;
  std::uint64_t services = 0;

  static constexpr auto fields = events::field_list(events::field("colour", &DashboardCount::colour),
                                                    events::field("topic", &DashboardCount::topic),
                                                    events::field("services", &DashboardCount::services));
};

struct DashboardPage {
  Position position = 0;
  std::uint64_t services = 0;
  std::vector<DashboardCount> counts = {};  ///< every topic, in order
  std::vector<DashboardLine> lines = {};    ///< by topic, then nearest expiry, then name; cut at the limit
  JobCounts jobs = {};

  static constexpr auto fields = events::field_list(
      events::field("position", &DashboardPage::position),
      events::field("services", &DashboardPage::services), events::field("counts", &DashboardPage::counts),
      events::field("lines", &DashboardPage::lines), events::field("jobs", &DashboardPage::jobs));
};

enum class CalendarUnit : std::uint8_t { day, month };

struct CalendarEntry {
  std::string date = {};  ///< "2026-11-22" or "2026-11", UTC
  std::uint64_t services = 0;

  static constexpr auto fields = events::field_list(events::field("date", &CalendarEntry::date),
                                                    events::field("services", &CalendarEntry::services));
};

struct CalendarPage {
  Position position = 0;
  std::vector<CalendarEntry> entries = {};  ///< those with any, in order

  static constexpr auto fields = events::field_list(events::field("position", &CalendarPage::position),
                                                    events::field("entries", &CalendarPage::entries));
};

/// R36, from what the other views keep: nothing of its own, and no look at more services than it shows.
/// Queries: any thread. Disabled services are counted as services only.
class Dashboard {
 public:
  Dashboard(const Store& store, const Services& services, const Jobs& jobs)
      : store_(store), services_(services), jobs_(jobs) {}

  /// At most `limit` lines of each topic.
  Result<DashboardPage> page(std::size_t limit) const;
  /// How many current certificates expire when, from `from` (inclusive) to `to` (exclusive).
  CalendarPage calendar(Instant from, Instant to, CalendarUnit unit) const;

 private:
  Result<DashboardLine> line_under(const ServiceEntry& service, DashboardTopic topic) const;

  const Store& store_;
  const Services& services_;
  const Jobs& jobs_;
};

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::DashboardColour> {
  static constexpr std::array<std::string_view, 3> words{"red", "yellow", "plain"};
};
template <>
struct kigen::events::EnumWords<kigen::projections::DashboardTopic> {
  static constexpr std::array<std::string_view, kigen::projections::dashboard_topics> words{
      "expired",  "expiry-error",   "order-error", "under-15",   "under-30",        "under-60",
      "under-90", "expiry-warning", "apply-error", "not-served", "order-scheduled", "order-under-way"};
};
template <>
struct kigen::events::EnumWords<kigen::projections::CalendarUnit> {
  static constexpr std::array<std::string_view, 2> words{"day", "month"};
};
