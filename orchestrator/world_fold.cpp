#include <utility>

#include "events/core/overloaded.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

std::string name_of(const Record& record) {
  return "record " + std::to_string(record.position) + " (" + record.type + " of " + record.stream.text + ")";
}

Stamp stamp_of(const Record& record) { return {record.position, record.version, record.meta.time}; }

Result<> follows(const Record& record, Version last) {
  if (record.version == last + 1) return {};
  return fail(world_errc::out_of_order, name_of(record) + " has version " + std::to_string(record.version) +
                                            ", its stream ends at " + std::to_string(last));
}

/// The record's event, which is one of the aggregate `Event`.
template <class Event>
Result<AnyEvent> decode_of(const Record& record) {
  auto event = decode_event(record.type, record.schema, record.payload);
  if (!event)
    return fail(world_errc::undecodable, name_of(record) + ": " + describe(event.error()),
                event.error().field);
  if (!std::holds_alternative<Event>(*event))
    return fail(world_errc::undecodable, name_of(record) + ": the stream is of another aggregate");
  return event;
}

template <class State>
bool is_gone(const State& state) {
  if constexpr (requires { state.deleted; })
    return state.deleted;
  else
    return has_ended(state);
}

}  // namespace

template <class Event, class State, class SomeId>
Result<AnyEvent> World::fold_into(std::unordered_map<SomeId, State>& states, const Record& record) {
  const auto id = id_of<SomeId>(record.stream);
  if (!id) return fail(world_errc::undecodable, name_of(record) + ": the stream's name holds no id");
  const auto known = states.find(*id);
  TRY_DO(follows(record, known == states.end() ? 0 : known->second.version));
  TRY(auto event, decode_of<Event>(record));

  auto& state = states.try_emplace(*id, State{.id = *id}).first->second;
  if (state.version > 0) relations_.remove(state);
  state = evolve(std::move(state), std::get<Event>(event), stamp_of(record));
  if constexpr (std::is_same_v<State, Job>) queue_.update(state);
  if (!is_gone(state)) {
    relations_.add(state);
  } else {
    if constexpr (std::is_constructible_v<decltype(ended_), State>) ended_ = std::move(state);
    states.erase(*id);
  }
  return event;
}

Result<AnyEvent> World::fold_company(const Record& record) {
  TRY_DO(follows(record, company_.version));
  TRY(auto event, decode_of<CompanyEvent>(record));
  company_ = evolve(std::move(company_), std::get<CompanyEvent>(event), stamp_of(record));
  return event;
}

Result<AnyEvent> World::fold_system(const Record& record) {
  TRY_DO(follows(record, system_version_));
  TRY(auto event, decode_of<SystemEvent>(record));
  std::visit(overloaded{
                 [&](const SystemStarted&) { stopped_cleanly_ = false; },
                 [&](const SystemStopped&) { stopped_cleanly_ = true; },
                 [](const ConsequenceDeclined&) {},
                 [](const PoliciesSettled&) {},
             },
             std::get<SystemEvent>(event));
  system_version_ = record.version;
  return event;
}

Result<AnyEvent> World::fold_any(const Record& record) {
  const auto aggregate = aggregate_of(record.stream);
  if (aggregate == "job") return fold_into<JobEvent>(jobs_, record);
  if (aggregate == "service") return fold_into<ServiceEvent>(services_, record);
  if (aggregate == "order") return fold_into<OrderEvent>(orders_, record);
  if (aggregate == "apply") return fold_into<ApplyEvent>(applies_, record);
  if (aggregate == "node") return fold_into<NodeEvent>(nodes_, record);
  if (aggregate == "access") return fold_into<AccessEvent>(accesses_, record);
  if (aggregate == "ca_account") return fold_into<CaAccountEvent>(ca_accounts_, record);
  if (aggregate == "user") return fold_into<UserEvent>(users_, record);
  if (aggregate == "company") return fold_company(record);
  if (aggregate == "system") return fold_system(record);
  return fail(world_errc::unknown_aggregate, name_of(record));
}

Result<AnyEvent> World::fold(const Record& record) {
  if (record.position != end_)
    return fail(world_errc::out_of_order, name_of(record) + ", expected " + std::to_string(end_));
  auto ended_before = std::exchange(ended_, {});
  auto event = fold_any(record);
  if (event)
    ++end_;
  else
    ended_ = std::move(ended_before);
  return event;
}

}  // namespace kigen::orchestrator
