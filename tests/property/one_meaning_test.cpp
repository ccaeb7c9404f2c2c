// World and views say the same of the same history: they keep the same state of each aggregate, and no row
// shows anything of an aggregate that the World's state would not show.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>
#include <string>

#include "projections/services/show.hpp"
#include "projections/views.hpp"
#include "tests/support/everything.hpp"
#include "unit/orchestrator/installation.hpp"

namespace kigen::orchestrator {
namespace {

using projections::Language;
using projections::Views;
using testing::Installation;
using Rows = std::map<std::string, std::string>;

/// As the World would keep them.
Rows states_of(const World& world, const std::vector<events::Record>& records) {
  std::set<StreamId> streams;
  for (const auto& record : records) streams.insert(record.stream);
  Rows rows;
  for (const auto& stream : streams)
    if (auto row = world.row_of(stream)) rows.emplace(stream.text, *std::move(row));
  return rows;
}

/// As the views keep them.
Rows states_of(const Views& views) {
  constexpr std::string_view prefix = "basis/state/";
  Rows rows;
  const auto read = views.for_each_row([&](std::string_view key, std::string_view bytes) {
    if (key.starts_with(prefix)) rows.emplace(key.substr(prefix.size()), bytes);
  });
  RC_ASSERT(read.has_value());
  return rows;
}

/// The row shows what the state shows: to show it once more changes nothing.
template <class Row, class State>
void shows(Row row, const State& state) {
  const auto as_it_is = events::to_json(row);
  show(row, state);
  RC_ASSERT(events::to_json(row) == as_it_is);
}

template <class Seen, class State>
void shows_seen(const Result<Seen>& seen, const State& state) {
  RC_ASSERT(seen.has_value());
  shows(seen->value, state);
}

void check_services(const World& world, const Views& views) {
  for (const auto& [id, service] : world.services()) {
    const auto seen = views.services().detail(tests::everything, id);
    shows_seen(seen, service);
    const auto* const order = world.open_order_of(id);
    RC_ASSERT(seen->value.open_order.has_value() == (order != nullptr));
    if (order == nullptr) continue;
    shows(*seen->value.open_order, *order);
    shows_seen(views.orders().detail(tests::everything, order->id, Language::en), *order);
  }
}

void check_nodes(const World& world, const Views& views) {
  for (const auto& [id, node] : world.nodes()) {
    shows_seen(views.nodes().detail(tests::everything, id), node);
    const auto service = views.services().detail(tests::everything, node.service);
    RC_ASSERT(service.has_value());
    const auto shown = std::ranges::find(service->value.nodes, id, &projections::ServiceNode::id);
    RC_ASSERT(shown != service->value.nodes.end());
    shows(*shown, node);
    const auto* const apply = world.open_apply_of(id);
    if (apply == nullptr) continue;
    shows_seen(views.applies().detail(tests::everything, apply->id, Language::en), *apply);
    const auto state = projections::state_of(apply->stage, apply->scheduled_for.has_value());
    RC_ASSERT(shown->apply_state == state || shown->apply_state == projections::ApplyState::retrying);
    RC_ASSERT(views.nodes().detail(tests::everything, id)->value.last_apply->stage == apply->stage);
  }
}

void check_jobs(const World& world, const Views& views, const std::vector<events::Record>& records) {
  std::size_t living = 0;
  for (const auto& record : records) {
    const auto* const job = record.version == 1 && aggregate_of(record.stream) == "job"
                                ? world.job(id_of<JobId>(record.stream).value())
                                : nullptr;
    if (job == nullptr) continue;
    ++living;
    shows_seen(views.jobs().detail(tests::everything, job->id), *job);
  }
  const auto counts = views.jobs().counts(tests::everything).value;
  RC_ASSERT(counts.waiting + counts.running + counts.parked == living);
}

void check_settings(const World& world, const Views& views, const std::vector<events::Record>& records) {
  for (const auto& [id, user] : world.users()) shows_seen(views.users().detail(id), user);
  shows_seen(views.company().detail(), world.company());
  for (const auto& record : records) {
    if (record.version != 1) continue;
    if (const auto id = id_of<AccessId>(record.stream); id && world.access(*id) != nullptr)
      shows_seen(views.kept<events::AccessSettings>().detail(*id), *world.access(*id));
    if (const auto id = id_of<CaAccountId>(record.stream); id && world.ca_account(*id) != nullptr)
      shows_seen(views.kept<events::CaAccountSettings>().detail(*id), *world.ca_account(*id));
  }
}

RC_GTEST_PROP(OneMeaning, of_each_event_for_world_and_views, ()) {
  Installation installation;
  installation.run(50 + testing::pick(150));
  const auto& world = installation.history.world;
  const auto& records = installation.history.records;
  const auto views = Views::in_memory().value();
  RC_ASSERT(views->fold(records).has_value());
  RC_ASSERT(states_of(*views) == states_of(world, records));
  check_services(world, *views);
  check_nodes(world, *views);
  check_jobs(world, *views, records);
  check_settings(world, *views, records);
}

}  // namespace
}  // namespace kigen::orchestrator
