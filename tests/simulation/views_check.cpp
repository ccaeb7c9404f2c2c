#include "tests/simulation/views_check.hpp"

#include <span>
#include <string>
#include <utility>

#include "projections/views.hpp"

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
  ViewsCheck(const Told& told, Findings& findings)
      : told_(told), world_(told.world), findings_(findings), views_(Views::in_memory().value()) {}

  void run(SimRandom& random) {
    follow(random);
    check_rebuild();
    check_jobs();
    check_services();
    for (const auto language : {projections::Language::en, projections::Language::ja}) check_lines(language);
  }

 private:
  void fold(Views& views, std::span<const events::Record> records) {
    if (const auto folded = views.fold(records); !folded)
      findings_.add("the views cannot fold: " + describe(folded.error()));
  }

  void follow(SimRandom& random) {
    constexpr std::size_t largest = 64;
    std::span<const events::Record> rest = told_.records;
    while (!rest.empty()) {
      const auto count = std::min<std::size_t>(rest.size(), 1 + random.below(largest));
      fold(*views_, rest.first(count));
      rest = rest.subspan(count);
    }
  }

  void check_rebuild() {
    const auto rebuilt = Views::in_memory().value();
    fold(*rebuilt, told_.records);
    const auto rows = rows_of(*views_);
    if (rows != rows_of(*rebuilt)) findings_.add("the views are not what a rebuild makes of them");
    for (const auto& [key, bytes] : rows)
      if (told_.leaks.in(bytes)) findings_.add("a secret is in the views, in the row " + key);
  }

  void check_jobs() {
    const auto& queue = world_.queue();
    const auto counts = views_->jobs().counts().value;
    if (counts.waiting != queue.waiting() || counts.running != queue.running_jobs().size() ||
        counts.parked != queue.parked())
      findings_.add("the views count other jobs than there are");
  }

  void check_services() {
    if (views_->services().list({}, {}).value().total != world_.services().size())
      findings_.add("the views list other services than there are");
    for (const auto& [id, service] : world_.services()) check_service(service);
  }

  void check_service(const Service& service) {
    const auto detail = views_->services().detail(service.id);
    if (!detail) return findings_.add("the views do not know the service " + service.settings.name);
    const auto& shown = detail->value;
    std::vector<std::string> held;
    for (const auto& slot : service.slots)
      if (slot) held.push_back(slot->serial);
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
    projections::Paging paging{.limit = projections::max_page_rows};
    do {
      const auto page = views_->log_lines().lines({.language = language}, paging).value();
      for (const auto& row : page.rows)
        if (told_.leaks.in(row.message))
          findings_.add("a secret is in the log line at " + std::to_string(row.position));
      paging.cursor = page.next;
    } while (paging.cursor);
  }

  const Told& told_;
  const World& world_;
  Findings& findings_;
  const std::unique_ptr<Views> views_;
};

}  // namespace

void check_views(const Told& told, SimRandom random, Findings& findings) {
  ViewsCheck(told, findings).run(random);
}

}  // namespace kigen::simulation
