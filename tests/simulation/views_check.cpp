#include "tests/simulation/views_check.hpp"

#include <array>
#include <string>
#include <utility>

#include "projections/services/topics.hpp"
#include "tests/support/everything.hpp"

namespace kigen::simulation {
namespace {

using namespace orchestrator;
using projections::Views;

using Rows = std::vector<std::pair<std::string, std::string>>;

Rows rows_of(const Views& views) {
  Rows rows;
  views.for_each_row([&](std::string_view key, std::string_view bytes) { rows.emplace_back(key, bytes); })
      .value();
  return rows;
}

class ViewsCheck {
 public:
  ViewsCheck(const Told& told, const Views& views, Findings& findings)
      : told_(told), world_(told.world), views_(views), findings_(findings) {}

  void run() {
    check_rebuild();
    check_jobs();
    check_applies();
    check_services();
    check_dashboard();
    for (const auto language : {projections::Language::en, projections::Language::ja}) check_lines(language);
  }

 private:
  void check_rebuild() {
    const auto rebuilt = Views::in_memory().value();
    if (const auto folded = rebuilt->fold(told_.records); !folded)
      findings_.add("the views cannot fold: " + describe(folded.error()));
    const auto rows = rows_of(views_);
    if (rows != rows_of(*rebuilt)) findings_.add("the views are not what a rebuild makes of them");
    for (const auto& [key, bytes] : rows)
      if (told_.leaks.in(bytes)) findings_.add("a secret is in the views, in the row " + key);
  }

  void check_jobs() {
    const auto& queue = world_.queue();
    const auto counts = views_.jobs().counts(tests::everything).value;
    if (counts.waiting != queue.waiting() || counts.running != queue.running_jobs().size() ||
        counts.parked != queue.parked())
      findings_.add("the views count other jobs than there are");
    check_listed(projections::JobState::waiting, JobStage::waiting, counts.waiting);
    check_listed(projections::JobState::running, JobStage::running, counts.running);
    check_listed(projections::JobState::parked, JobStage::parked, counts.parked);
  }

  void check_listed(projections::JobState state, JobStage stage, std::uint64_t count) {
    const auto rows = all_rows<projections::JobRow>([&](const projections::Paging& paging) {
      return views_.jobs().list(tests::everything, {.state = state}, paging).value();
    });
    if (rows.size() != count) findings_.add("the views list other jobs than they count");
    for (const auto& row : rows) {
      const auto* job = world_.job(row.id);
      if (job == nullptr || job->stage != stage || job->version != row.version || job->due != row.due)
        findings_.add("the views show the job " + to_text(row.id) + " otherwise than it is");
    }
  }

  void check_applies() {
    const auto rows = all_rows<projections::ApplyRow>([&](const projections::Paging& paging) {
      return views_.applies().open(tests::everything, paging).value();
    });
    const auto open = std::ranges::count_if(
        world_.nodes(), [&](const auto& node) { return world_.open_apply_of(node.first) != nullptr; });
    if (std::cmp_not_equal(rows.size(), open))
      findings_.add("the views list other open applies than there are");
    for (const auto& row : rows) {
      const auto* apply = world_.apply(row.id);
      if (apply == nullptr || apply->stage != row.stage || apply->node != row.node ||
          apply->serial != row.serial)
        findings_.add("the views show the apply " + to_text(row.id) + " otherwise than it is");
    }
  }

  /// All rows of a list, page by page.
  template <class Row, class List>
  static std::vector<Row> all_rows(const List& list) {
    std::vector<Row> rows;
    projections::Paging paging{.limit = projections::max_page_rows};
    do {
      auto page = list(paging);
      rows.insert(rows.end(), page.rows.begin(), page.rows.end());
      paging.cursor = page.next;
    } while (paging.cursor);
    return rows;
  }

  void check_services() {
    if (views_.services().list(tests::everything, {}, {}).value().total != world_.services().size())
      findings_.add("the views list other services than there are");
    for (const auto& [id, service] : world_.services()) check_service(service);
  }

  void check_service(const Service& service) {
    const auto detail = views_.services().detail(tests::everything, service.id);
    if (!detail) return findings_.add("the views do not know the service " + service.settings.name);
    const auto& shown = detail->value;
    std::vector<std::string> held;
    for (const auto& slot : service.slots) held.push_back(slot.serial);
    std::vector<std::string> shown_held;
    for (const auto& generation : shown.generations) shown_held.push_back(generation.serial);
    if (shown.settings != service.settings || shown.enabled != service.enabled || shown_held != held ||
        shown.expiry_status != service.expiry || shown.renewal_due != service.renewal_due)
      findings_.add("the views show the service otherwise than it is");
    if (shown.open_order.has_value() != (world_.open_order_of(service.id) != nullptr))
      findings_.add("the views are wrong about an open order");
    if (shown.nodes.size() != world_.nodes_of(service.id).size())
      findings_.add("the views show other nodes than there are");
    for (const auto& node : shown.nodes) check_node(node);
    check_severities(shown);
  }

  /// One thing has one severity wherever it is shown.
  void check_severities(const projections::ServiceDetail& service) {
    if (service.open_order) {
      const auto order = views_.orders()
                             .detail(tests::everything, service.open_order->id, projections::Language::en)
                             .value();
      if (order.value.summary.severity != severity_of(service.order_state))
        findings_.add("an order has another severity on the page of " + service.settings.name + ": " +
                      std::string(events::word_of(service.order_state)) + ", not " +
                      std::string(events::word_of(order.value.summary.severity)));
      if (service.enabled && service.order_state == projections::OrderState::error) ++parked_orders_;
    }
    for (const auto& node : service.nodes) {
      if (!node.last_apply) continue;
      const auto apply =
          views_.applies().detail(tests::everything, *node.last_apply, projections::Language::en).value();
      if (apply.value.summary.severity != severity_of(node.apply_state))
        findings_.add("an apply has another severity on the page of " + service.settings.name + ": " +
                      std::string(events::word_of(node.apply_state)) + ", not " +
                      std::string(events::word_of(apply.value.summary.severity)));
    }
  }

  /// What is counted, counted anew: when certificates expire, and which services have an open order.
  void check_dashboard() {
    std::array<std::uint64_t, projections::topics> expiries{};
    std::uint64_t ordering = 0;
    for (const auto& [id, service] : world_.services()) {
      if (!service.enabled) continue;
      if (const auto topic = projections::topic_of(service.expiry)) ++expiries[std::to_underlying(*topic)];
      if (world_.open_order_of(id) != nullptr) ++ordering;
    }
    const auto page = views_.dashboard().page(tests::everything, 1).value();
    if (page.services != world_.services().size()) findings_.add("the dashboard counts other services");
    auto shown_ordering = parked_orders_;
    for (const auto& count : page.counts) {
      using enum projections::Topic;
      if (count.topic == order_scheduled || count.topic == order_under_way || count.topic == order_retrying)
        shown_ordering += count.services;
      const auto expected = expiries[std::to_underlying(count.topic)];
      if (is_expiry(count.topic) && count.services != expected)
        findings_.add("the dashboard counts " + std::to_string(count.services) + " services, not " +
                      std::to_string(expected) + ", as " + std::string(events::word_of(count.topic)));
    }
    if (shown_ordering != ordering) findings_.add("the dashboard counts other open orders than there are");
  }

  static bool is_expiry(projections::Topic topic) {
    using enum projections::Topic;
    return topic <= expiry_error || (topic >= under_15 && topic <= expiry_warning);
  }

  /// Issued, installed and served.
  void check_node(const projections::ServiceNode& shown) {
    const auto* node = world_.node(shown.id);
    if (node == nullptr) return findings_.add("the views show a node that is gone");
    if (shown.enabled != node->enabled || shown.installed_serial != node->installed_serial ||
        shown.served_serial != served_serial(*node) || shown.checked_at != node->checked_at)
      findings_.add("the views show the node " + shown.name + " otherwise than it is");
  }

  void check_lines(projections::Language language) {
    const auto rows = all_rows<projections::LogRow>([&](const projections::Paging& paging) {
      return views_.log_lines().lines(tests::sees_everything, {.language = language}, paging).value();
    });
    for (const auto& row : rows)
      if (told_.leaks.in(row.message))
        findings_.add("a secret is in the log line at " + std::to_string(row.position));
  }

  const Told& told_;
  const World& world_;
  const Views& views_;
  Findings& findings_;
  std::uint64_t parked_orders_ = 0;  // of enabled services
};

}  // namespace

void check_views(const Told& told, const Views& views, Findings& findings) {
  ViewsCheck(told, views, findings).run();
}

}  // namespace kigen::simulation
