#include <algorithm>
#include <vector>

#include "events/core/overloaded.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/checks.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// In order of creation, so that the same history gives the same ids.
std::vector<NodeId> checked_nodes(const World& world) {
  std::vector<NodeId> ids;
  for (const auto& [id, node] : world.nodes())
    if (wants_checks(world, node)) ids.push_back(id);
  std::ranges::sort(ids);
  return ids;
}

/// Recurring work has a next turn, whatever an earlier run or version left behind.
void started(Consequences& then) {
  const auto& world = then.world();
  if (!is_coming(world, system_stream, job_kind::expiry_check))
    then.queue("next_expiry_check", check_expiries(then.now()));
  if (!is_coming(world, vault_stream, job_kind::vault_review))
    then.queue("next_vault_review", review_vault(then.now()));
  for (const auto id : checked_nodes(world)) ensure_checked(then, *world.node(id), then.now());
}

}  // namespace

void react(Consequences& then, const SystemEvent& event) {
  visit_some(event, [&](const SystemStarted&) { started(then); });
}

}  // namespace kigen::orchestrator
