#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "projections/jobs/query.hpp"
#include "projections/page.hpp"
#include "projections/services/query.hpp"
#include "projections/services/topics.hpp"

namespace kigen::projections {

struct DashboardLine {
  Severity severity = Severity::ok;
  Topic topic = Topic::expired;
  ServiceId service = {};
  std::string service_name = {};
  std::optional<Instant> not_after = {};
  std::optional<OrderId> order = {};  ///< for order topics
  std::optional<NodeId> node = {};    ///< for topics of nodes: the first such one
  std::string node_name = {};
  std::uint32_t more_nodes = 0;       ///< of the service under the same topic
  std::optional<ApplyId> apply = {};  ///< that node's last
  std::string detail = {};            ///< the order's or apply's last error

  static constexpr auto fields = events::field_list(
      events::field("severity", &DashboardLine::severity), events::field("topic", &DashboardLine::topic),
      events::field("service", &DashboardLine::service),
      events::field("serviceName", &DashboardLine::service_name),
      events::field("notAfter", &DashboardLine::not_after), events::field("order", &DashboardLine::order),
      events::field("node", &DashboardLine::node), events::field("nodeName", &DashboardLine::node_name),
      events::field("moreNodes", &DashboardLine::more_nodes), events::field("apply", &DashboardLine::apply),
      events::field("detail", &DashboardLine::detail));
};

struct DashboardCount {
  Severity severity = Severity::ok;
  Topic topic = Topic::expired;
  std::uint64_t services = 0;

  static constexpr auto fields = events::field_list(events::field("severity", &DashboardCount::severity),
                                                    events::field("topic", &DashboardCount::topic),
                                                    events::field("services", &DashboardCount::services));
};

/// How many enabled services a list by that severity shows.
struct SeverityCount {
  Severity severity = Severity::ok;
  std::uint64_t services = 0;

  static constexpr auto fields = events::field_list(events::field("severity", &SeverityCount::severity),
                                                    events::field("services", &SeverityCount::services));
};

struct DashboardPage {
  Position position = 0;
  std::uint64_t services = 0;
  std::vector<SeverityCount> severities = {};  ///< every one, the worst first
  std::vector<DashboardCount> counts = {};     ///< every topic, in order
  std::vector<DashboardLine> lines = {};       ///< by topic, then nearest expiry, then name; cut at the limit
  JobCounts jobs = {};

  static constexpr auto fields = events::field_list(events::field("position", &DashboardPage::position),
                                                    events::field("services", &DashboardPage::services),
                                                    events::field("severities", &DashboardPage::severities),
                                                    events::field("counts", &DashboardPage::counts),
                                                    events::field("lines", &DashboardPage::lines),
                                                    events::field("jobs", &DashboardPage::jobs));
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
  Result<DashboardPage> page(const events::Scope& scope, std::size_t limit) const;
  /// How many current certificates expire when, from `from` (inclusive) to `to` (exclusive).
  CalendarPage calendar(const events::Scope& scope, Instant from, Instant to, CalendarUnit unit) const;

 private:
  Result<DashboardLine> line_under(const events::Scope& scope, const ServiceEntry& service,
                                   Topic topic) const;

  const Store& store_;
  const Services& services_;
  const Jobs& jobs_;
};

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::CalendarUnit> {
  static constexpr std::array<std::string_view, 2> words{"day", "month"};
};
