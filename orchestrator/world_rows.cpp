#include "orchestrator/world_rows.hpp"

#include <utility>

#include "events/codec/layout.hpp"
#include "events/company_events.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

/// To be raised when the same events give a state other values; other members are noticed without it. Where
/// it was forgotten, tests/golden/world says so.
constexpr std::string_view evolution = "3";

/// What the World keeps of the stream "system".
struct SystemRow {
  Version version = 0;
  bool stopped_cleanly = true;
};

std::unexpected<Error> unreadable(const StreamId& stream) {
  return fail(world_errc::undecodable, "the row of " + stream.text);
}

template <class SomeId, class State>
std::optional<std::string> row_in(const std::unordered_map<SomeId, State>& states, const StreamId& stream) {
  const auto id = id_of<SomeId>(stream);
  const auto known = id ? states.find(*id) : states.end();
  if (known == states.end()) return std::nullopt;
  return events::packed(known->second);
}

template <class... States>
std::string layouts() {
  return ((events::layout_of<States>() + '\n') + ...);
}

}  // namespace

std::string world_row_generation() {
  const auto layout =
      layouts<Job, Service, Order, Apply, Node, Access, CaAccount, User, Company, SystemRow>();
  return std::string(evolution) + ' ' + pki::sha256_hex(layout);
}

std::optional<std::string> World::row_of(const StreamId& stream) const {
  const auto aggregate = aggregate_of(stream);
  if (aggregate == "job") return row_in(jobs_, stream);
  if (aggregate == "service") return row_in(services_, stream);
  if (aggregate == "order") return row_in(orders_, stream);
  if (aggregate == "apply") return row_in(applies_, stream);
  if (aggregate == "node") return row_in(nodes_, stream);
  if (aggregate == "access") return row_in(accesses_, stream);
  if (aggregate == "ca_account") return row_in(ca_accounts_, stream);
  if (aggregate == "user") return row_in(users_, stream);
  if (aggregate == "company") return events::packed(company_);
  if (aggregate == "system") return events::packed(SystemRow{system_version_, stopped_cleanly_});
  return std::nullopt;
}

template <class SomeId, class State>
Result<> World::restore_in(std::unordered_map<SomeId, State>& states, const StreamId& stream,
                           std::string_view row) {
  auto state = events::unpacked<State>(row);
  if (!state || stream != stream_of(state->id)) return unreadable(stream);
  relations_.add(*state);
  if constexpr (std::is_same_v<State, Job>) queue_.update(*state);
  states.insert_or_assign(state->id, *std::move(state));
  return {};
}

Result<> World::restore(const StreamId& stream, std::string_view row) {
  const auto aggregate = aggregate_of(stream);
  if (aggregate == "job") return restore_in(jobs_, stream, row);
  if (aggregate == "service") return restore_in(services_, stream, row);
  if (aggregate == "order") return restore_in(orders_, stream, row);
  if (aggregate == "apply") return restore_in(applies_, stream, row);
  if (aggregate == "node") return restore_in(nodes_, stream, row);
  if (aggregate == "access") return restore_in(accesses_, stream, row);
  if (aggregate == "ca_account") return restore_in(ca_accounts_, stream, row);
  if (aggregate == "user") return restore_in(users_, stream, row);
  if (aggregate == "company") return restore_company(row);
  if (aggregate == "system") return restore_system(row);
  return fail(world_errc::unknown_aggregate, stream.text);
}

Result<> World::restore_company(std::string_view row) {
  auto company = events::unpacked<Company>(row);
  if (!company) return unreadable(events::company_stream);
  company_ = *std::move(company);
  return {};
}

Result<> World::restore_system(std::string_view row) {
  const auto system = events::unpacked<SystemRow>(row);
  if (!system) return unreadable(events::system_stream);
  system_version_ = system->version;
  stopped_cleanly_ = system->stopped_cleanly;
  return {};
}

}  // namespace kigen::orchestrator
