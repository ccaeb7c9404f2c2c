// Whoever asks for less than everything is told what everything would tell, without what is not theirs: every
// list, page, search, number, log line and event under any scope is the whole one filtered by hand.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "projections/views.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/views.hpp"

namespace kigen::tests {
namespace {

using namespace projections;
using events::Record;
using events::Scope;

constexpr int user_groups = 4;
constexpr int services = 6;

std::size_t pick(int end) { return static_cast<std::size_t>(*rc::gen::inRange(0, end)); }
bool maybe() { return *rc::gen::arbitrary<bool>(); }

UserGroupId user_group(std::size_t n) { return id<UserGroupId>(static_cast<std::uint8_t>(200 + n)); }

Scope any_scope() {
  std::set<UserGroupId> groups;
  for (std::size_t n = 0; n < user_groups; ++n)
    if (maybe()) groups.insert(user_group(n));
  return Scope::of(std::move(groups));
}

/// Services that come, move between groups and go, with what hangs on them, in any order; and whose all of it
/// is, by a look at the events alone.
class Story {
 public:
  explicit Story(int events) {
    set_up(history_);
    owners_[shop] = first_group;
    for (const auto node : {web1, web2}) services_of_[stream_of(node)] = shop;
    for (int i = 0; i < events; ++i) steps_[pick(static_cast<int>(steps_.size()))](*this);
  }
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;

  const History& history() const { return history_; }
  bool holds(const Scope& scope, std::optional<ServiceId> service) const {
    return !service || scope.holds(owners_.at(*service));
  }
  std::optional<ServiceId> service_of(const StreamId& stream) const {
    const auto known = services_of_.find(stream);
    return known == services_of_.end() ? std::nullopt : known->second;
  }
  bool holds(const Scope& scope, const Record& record) const {
    if (scope.is_everything()) return true;
    if (record.type != events::ConsequenceDeclined::type.name) return holds(scope, service_of(record.stream));
    const auto declined = *events::decode_as<events::ConsequenceDeclined>(record.schema, record.payload);
    return declined.about && holds(scope, service_of(*declined.about));
  }
  template <class SomeId>
  std::vector<SomeId> all() const {
    std::vector<SomeId> ids;
    for (const auto& [stream, service] : services_of_)
      if (const auto found = id_of<SomeId>(stream)) ids.push_back(*found);
    return ids;
  }

 private:
  using Step = std::function<void(Story&)>;

  template <class SomeId>
  SomeId fresh() {
    return id<SomeId>(static_cast<std::uint8_t>(40 + next_++));
  }
  template <class SomeId, class Event>
  SomeId begin(std::optional<ServiceId> service, const Event& event) {
    const auto made = fresh<SomeId>();
    services_of_[stream_of(made)] = service;
    history_.add(stream_of(made), event);
    return made;
  }
  template <class SomeId>
  std::optional<SomeId> any() const {
    const auto known = all<SomeId>();
    return known.empty() ? std::nullopt : std::optional(known[pick(static_cast<int>(known.size()))]);
  }
  template <class SomeId>
  std::optional<SomeId> any_open() const {
    const auto known = any<SomeId>();
    return known && !ended_.contains(stream_of(*known)) ? known : std::nullopt;
  }
  template <class SomeId, class Event>
  void end(SomeId known, const Event& event) {
    ended_.insert(stream_of(known));
    history_.add(stream_of(known), event);
  }
  std::optional<ServiceId> any_living() const {
    if (living_.empty()) return std::nullopt;
    return *std::next(living_.begin(), static_cast<std::ptrdiff_t>(pick(static_cast<int>(living_.size()))));
  }
  events::ServiceSettings any_settings(ServiceId service) {
    auto settings = service_settings("service " + std::to_string(pick(3)), "s.example");
    settings.group = user_group(pick(user_groups));
    owners_[service] = settings.group;
    return settings;
  }

  void create_service() {
    if (owners_.size() > services) return;
    const auto made = fresh<ServiceId>();
    services_of_[stream_of(made)] = made;
    living_.insert(made);
    history_.add(stream_of(made), events::ServiceCreated{any_settings(made)});
  }
  void edit_service() {
    if (const auto known = any_living())
      history_.add(stream_of(*known), events::ServiceEdited{any_settings(*known)});
  }
  void delete_service() {
    const auto known = any_living();
    if (!known || pick(3) != 0) return;
    living_.erase(*known);
    history_.add(stream_of(*known), events::ServiceDeleted{});
  }
  void fill_slot() {
    if (const auto known = any_living())
      history_.add(stream_of(*known),
                   events::GenerationRegistered{generation(1, "A", std::chrono::days(pick(30)))});
  }
  void expire() {
    const auto known = any_living();
    if (!known) return;
    const auto status = static_cast<events::ExpiryStatus>(pick(9));
    history_.add(stream_of(*known), events::ExpiryStatusChanged{status, "A", at(std::chrono::days(90))});
  }
  void able() {
    const auto known = any_living();
    if (!known) return;
    if (maybe())
      history_.add(stream_of(*known), events::ServiceDisabled{});
    else
      history_.add(stream_of(*known), events::ServiceEnabled{});
  }
  void create_node() {
    if (const auto known = any_living())
      begin<NodeId>(known, events::NodeCreated{*known, node_settings("web")});
  }
  void request_order() {
    if (const auto known = any_living())
      begin<OrderId>(known, events::OrderRequested{.service = *known, .common_name = "s.example"});
  }
  void end_order() {
    const auto known = any_open<OrderId>();
    if (!known) return;
    if (maybe())
      history_.add(stream_of(*known), events::OrderIssued{"B", "leaf B"});
    else
      end(*known, events::OrderFailed{"rejectedIdentifier", "no"});
  }
  void request_apply() {
    const auto node = any<NodeId>();
    if (!node) return;
    const auto service = *service_of(stream_of(*node));
    begin<ApplyId>(service,
                   events::ApplyRequested{.service = service, .node = *node, .slot = 1, .serial = "A"});
  }
  void end_apply() {
    if (const auto known = any_open<ApplyId>()) end(*known, events::ApplyFailed{.reason = "host"});
  }
  /// For a service that it names, for one that its subject is of, or for none.
  void queue_job() {
    events::JobQueued queued{.kind = "order.advance", .pool = maybe() ? "ca" : "check", .subject = company()};
    const auto order = maybe() ? any<OrderId>() : std::nullopt;
    const auto service = order ? service_of(stream_of(*order)) : any<ServiceId>();
    if (order)
      queued.subject = stream_of(*order);
    else if (maybe())
      return static_cast<void>(begin<JobId>({}, queued));
    if (!order || maybe()) queued.service = service;
    begin<JobId>(order ? service : queued.service, queued);
  }
  void move_job() {
    const auto known = any_open<JobId>();
    if (!known) return;
    switch (pick(3)) {
      case 0:
        history_.add(stream_of(*known), events::JobStarted{});
        return;
      case 1:
        history_.add(stream_of(*known), events::JobParked{1, "timed_out", "host"});
        return;
      default:
        end(*known, events::JobSucceeded{});
    }
  }
  void decline() {
    events::ConsequenceDeclined declined{"order.request", "order_open", "detail"};
    if (maybe()) {
      const auto about = any<OrderId>();
      declined.about = about ? stream_of(*about) : company();
    }
    history_.add(events::system_stream, declined);
  }
  void speak_of_all() { history_.add(events::system_stream, events::SystemStarted{"1", maybe()}); }

  static StreamId company() { return events::company_stream; }

  inline static const std::vector<Step> steps_{
      &Story::create_service, &Story::create_service, &Story::edit_service, &Story::edit_service,
      &Story::delete_service, &Story::fill_slot,      &Story::expire,       &Story::able,
      &Story::create_node,    &Story::request_order,  &Story::end_order,    &Story::request_apply,
      &Story::end_apply,      &Story::queue_job,      &Story::queue_job,    &Story::move_job,
      &Story::move_job,       &Story::decline,        &Story::speak_of_all};

  History history_;
  std::map<ServiceId, UserGroupId> owners_;
  std::map<StreamId, std::optional<ServiceId>> services_of_ = {{stream_of(shop), shop}};
  std::set<ServiceId> living_{shop};
  std::set<StreamId> ended_;
  std::size_t next_ = 0;
};

template <class T>
std::string text_of(const T& value) {
  return events::to_json(value);
}
template <class T>
std::vector<std::string> texts_of(const std::vector<T>& values) {
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(text_of(value));
  return texts;
}
std::vector<std::string> texts_of(const std::vector<Record>& records) {
  std::vector<std::string> texts;
  for (const auto& record : records) texts.push_back(events::encode_record(record));
  return texts;
}

template <class Row>
std::optional<ServiceId> service_in(const Row& row) {
  if constexpr (std::is_same_v<Row, ServiceRow>)
    return row.id;
  else
    return row.service;
}

class Comparison {
 public:
  Comparison(const Story& story, const Views& views, Scope scope)
      : story_(story), views_(views), scope_(std::move(scope)) {}

  void compare_all() {
    compare_services();
    compare_lists();
    compare_jobs();
    compare_dashboard();
    compare_logs();
    compare_events();
    compare_things();
  }

 private:
  /// All rows of a list, in pages of any size.
  template <class List>
  static auto whole(const List& list) {
    Paging paging{.limit = 1 + pick(4)};
    auto page = list(paging).value();
    auto rows = page.rows;
    while (page.next) {
      paging.cursor = page.next;
      page = list(paging).value();
      rows.insert(rows.end(), page.rows.begin(), page.rows.end());
    }
    return rows;
  }
  template <class Row>
  std::vector<Row> filtered(std::vector<Row> rows) const {
    std::erase_if(rows, [&](const Row& row) { return !story_.holds(scope_, service_in(row)); });
    return rows;
  }
  /// `list` answers for a scope and a page.
  template <class List>
  void compare_list(const List& list) const {
    const auto of = [&](const Scope& scope) {
      return whole([&](const Paging& paging) { return list(scope, paging); });
    };
    RC_ASSERT(texts_of(of(scope_)) == texts_of(filtered(of(everything))));
  }

  void compare_services() const {
    const auto& all = views_.services();
    ServiceFilter filter{.search = maybe() ? "service 1" : "",
                         .sort = static_cast<ServiceSort>(pick(3)),
                         .descending = maybe()};
    if (maybe()) filter.group = user_group(pick(user_groups));
    compare_list([&](const Scope& scope, const Paging& paging) { return all.list(scope, filter, paging); });
    const auto seen = all.list(scope_, filter, {}).value();
    RC_ASSERT(seen.total == seen.rows.size());
    if (filter.group)
      for (const auto& row : seen.rows) RC_ASSERT(row.group == *filter.group);
  }

  void compare_lists() const {
    compare_list([&](const Scope& s, const Paging& p) { return views_.nodes().list(s, p); });
    compare_list([&](const Scope& s, const Paging& p) { return views_.orders().list(s, p); });
    compare_list([&](const Scope& s, const Paging& p) { return views_.orders().open(s, p); });
    compare_list([&](const Scope& s, const Paging& p) { return views_.applies().list(s, p); });
    compare_list([&](const Scope& s, const Paging& p) { return views_.applies().open(s, p); });
    for (const auto service : story_.all<ServiceId>()) {
      compare_list([&](const Scope& s, const Paging& p) { return views_.nodes().of_service(s, service, p); });
      compare_list(
          [&](const Scope& s, const Paging& p) { return views_.orders().of_service(s, service, p); });
      compare_list(
          [&](const Scope& s, const Paging& p) { return views_.applies().of_service(s, service, p); });
      compare_list(
          [&](const Scope& s, const Paging& p) { return views_.jobs().list(s, {.service = service}, p); });
    }
    for (const auto node : story_.all<NodeId>())
      compare_list([&](const Scope& s, const Paging& p) { return views_.applies().of_node(s, node, p); });
  }

  void compare_jobs() const {
    const auto jobs = [&](const Scope& scope, JobFilter filter) {
      return whole([&](const Paging& paging) { return views_.jobs().list(scope, filter, paging); });
    };
    compare_list([&](const Scope& s, const Paging& p) { return views_.jobs().list(s, {}, p); });
    compare_list([&](const Scope& s, const Paging& p) {
      return views_.jobs().list(s, {.state = JobState::waiting, .pool = "ca"}, p);
    });
    const auto counts = views_.jobs().counts(scope_).value;
    RC_ASSERT(counts.waiting == jobs(scope_, {.state = JobState::waiting}).size());
    RC_ASSERT(counts.running == jobs(scope_, {.state = JobState::running}).size());
    RC_ASSERT(counts.parked == jobs(scope_, {.state = JobState::parked}).size());
    RC_ASSERT(counts.finished == jobs(scope_, {.state = JobState::finished}).size());
  }

  void compare_dashboard() const {
    const auto seen = views_.dashboard().page(scope_, 1'000).value();
    const auto whole_page = views_.dashboard().page(everything, 1'000).value();
    RC_ASSERT(texts_of(seen.lines) == texts_of(filtered(whole_page.lines)));
    const auto number = [&](const ServiceFilter& filter) {
      return filtered(views_.services().list(everything, filter, {}).value().rows).size();
    };
    RC_ASSERT(seen.services == number({}));
    for (const auto& [severity, count] : seen.severities)
      RC_ASSERT(count == number({.severity = severity, .enabled = true}));
    for (const auto& [severity, topic, count] : seen.counts) RC_ASSERT(count == number({.topic = topic}));
    RC_ASSERT(text_of(seen.jobs) == text_of(views_.jobs().counts(scope_).value));
    std::map<std::string, std::uint64_t> by_month;
    for (const auto& row : filtered(views_.services().list(everything, {.enabled = true}, {}).value().rows))
      if (row.not_after) ++by_month[to_text(*row.not_after).substr(0, 7)];
    const auto calendar =
        views_.dashboard().calendar(scope_, at(), at(std::chrono::days(365)), CalendarUnit::month);
    std::map<std::string, std::uint64_t> shown;
    for (const auto& [date, count] : calendar.entries) shown[date] = count;
    RC_ASSERT(shown == by_month);
  }

  void compare_logs() const {
    LogFilter filter{.min_severity = static_cast<LogLevel>(pick(2)),
                     .search = maybe() ? "order" : "",
                     .newest_first = maybe()};
    if (maybe())
      filter.service = story_.all<ServiceId>()[pick(static_cast<int>(story_.all<ServiceId>().size()))];
    const auto lines = [&](const Reader& reader) {
      return whole([&](const Paging& paging) { return views_.log_lines().lines(reader, filter, paging); });
    };
    auto wanted = lines(sees_everything);
    const auto& records = story_.history().records();
    std::erase_if(wanted, [&](const LogRow& row) { return !story_.holds(scope_, records[row.position]); });
    RC_ASSERT(texts_of(lines({scope_, true})) == texts_of(wanted));
  }

  void compare_events() const {
    auto wanted = story_.history().records();
    auto seen = views_.sight().seen_by({scope_, true}, wanted).value();
    std::erase_if(wanted, [&](const Record& record) { return !story_.holds(scope_, record); });
    RC_ASSERT(texts_of(seen) == texts_of(wanted));
    for (const auto& record : story_.history().records())
      RC_ASSERT(views_.sight().is_for({scope_, true}, record.stream).value() ==
                story_.holds(scope_, story_.service_of(record.stream)));
  }

  /// A thing is as to those who see everything, or as if there never had been one.
  template <class SomeId, class Detail>
  void compare_details(const Detail& detail) const {
    const auto never = id<SomeId>(255);
    const auto nothing = detail(scope_, never).error();
    for (const auto some : story_.all<SomeId>()) {
      const auto whole_one = detail(everything, some);
      const auto seen = detail(scope_, some);
      if (whole_one && story_.holds(scope_, story_.service_of(stream_of(some)))) {
        RC_ASSERT(text_of(seen.value()) == text_of(whole_one.value()));
        continue;
      }
      RC_ASSERT(!seen.has_value());
      auto told = seen.error().detail;
      told.replace(told.find(to_text(some)), to_text(some).size(), to_text(never));
      RC_ASSERT(seen.error().code == nothing.code);
      RC_ASSERT(told == nothing.detail);
    }
  }
  void compare_things() const {
    compare_details<ServiceId>([&](const Scope& s, ServiceId i) { return views_.services().detail(s, i); });
    compare_details<ServiceId>([&](const Scope& s, ServiceId i) { return views_.services().pem(s, i, 1); });
    compare_details<NodeId>([&](const Scope& s, NodeId i) { return views_.nodes().detail(s, i); });
    compare_details<OrderId>(
        [&](const Scope& s, OrderId i) { return views_.orders().detail(s, i, Language::en); });
    compare_details<ApplyId>(
        [&](const Scope& s, ApplyId i) { return views_.applies().detail(s, i, Language::en); });
    compare_details<JobId>([&](const Scope& s, JobId i) { return views_.jobs().detail(s, i); });
  }

  const Story& story_;
  const Views& views_;
  const Scope scope_;
};

TEST(ScopeProperty, what_is_told_is_the_whole_without_what_is_outside) {
  EXPECT_TRUE(rc::check([] {
    const Story story(*rc::gen::inRange(0, 120));
    const auto views = views_of(story.history());
    for (int i = 0; i < 3; ++i) Comparison(story, *views, any_scope()).compare_all();
    Comparison(story, *views, everything).compare_all();
  }));
}

}  // namespace
}  // namespace kigen::tests
