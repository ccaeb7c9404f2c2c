#include "workers/install/clean_up_handler.hpp"

#include <utility>

#include "orchestrator/jobs/gather_keyring.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"
#include "workers/install/apply_handler.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;

Task<Result<CleanUpBrief>> gather_secrets(const HomePorts& home, CleanUpBrief brief) {
  for (auto& left : brief.leftovers)
    left.errand.secrets = co_await gather_keyring(home.vault, refs_in(left.errand.access.settings));
  co_return brief;
}

}  // namespace

std::string_view CleanUpHandler::kind() const { return job_kind::node_clean_up; }

JobRules CleanUpHandler::rules() const {
  return {.max_attempts = 14,  // together some two days
          .backoff_base = std::chrono::seconds(30),
          .backoff_cap = std::chrono::hours(12),
          .lease = std::chrono::minutes(15)};
}

Result<Gather<CleanUpBrief>> CleanUpHandler::brief_for(const World& world, const Job& job) {
  TRY(const auto id, id_of<NodeId>(job.queued.subject));
  const auto* node = world.node(id);
  const auto* service = node == nullptr ? nullptr : world.service(node->service);
  if (service == nullptr || !node->enabled || world.open_apply_of(id) != nullptr)
    return Gather<CleanUpBrief>();
  CleanUpBrief brief;
  for (const auto& leftover : node->leftovers) {
    if (leftover.settled) continue;
    const auto* access = world.access(leftover.settings.access);
    if (access == nullptr) return fail(apply_handler_errc::plan_gone, leftover.settings.name);
    brief.leftovers.push_back({.errand = {.apply = leftover.apply,
                                          .serial = leftover.serial,
                                          .node = id,
                                          .settings = leftover.settings,
                                          .kept_serials = kept_serials(*node),
                                          .access = *access,
                                          .service = service->settings.name,
                                          .general = world.company().settings},
                               .steps = leftover.steps,
                               .keep_backup = leftover.keep_backup});
  }
  return Gather<CleanUpBrief>([this, brief = std::move(brief)] { return gather_secrets(home(), brief); });
}

}  // namespace kigen::workers::install
