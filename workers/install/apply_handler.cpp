#include "workers/install/apply_handler.hpp"

#include <utility>

#include "orchestrator/jobs/gather_keyring.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"
#include "workers/generation_reader.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;

/// Together some 30 seconds.
constexpr std::uint32_t attempts_while_watched = 4;

/// Nobody waits before the console for one that the schedule began: it may take longer.
bool is_last_attempt(const Apply& apply, const Job& job, const JobRules& rules) {
  const bool is_watched = apply.reason == events::ApplyReason::requested;
  return job.attempt >= rules.max_attempts || (is_watched && job.attempt >= attempts_while_watched);
}

Task<Result<ApplyBrief>> gather(const HomePorts& home, ApplyBrief brief, Position registered_at) {
  CO_TRY(brief.generation, co_await read_generation(home.log, registered_at));
  brief.errand.serial = brief.generation.serial;
  auto refs = refs_in(brief.errand.access.settings);
  if (brief.generation.key) refs.push_back(*brief.generation.key);
  brief.errand.secrets = co_await gather_keyring(home.vault, std::move(refs));
  co_return brief;
}

}  // namespace

std::string_view ApplyHandler::kind() const { return job_kind::apply_run; }

JobRules ApplyHandler::rules() const {
  return {.max_attempts = 12,  // together some three hours
          .backoff_base = std::chrono::seconds(5),
          .backoff_cap = std::chrono::minutes(30),
          .lease = std::chrono::minutes(15)};
}

Result<Gather<ApplyBrief>> ApplyHandler::brief_for(const World& world, const Job& job) {
  TRY(const auto id, id_of<ApplyId>(job.queued.subject));
  const auto* apply = world.apply(id);
  if (apply == nullptr || apply->stage == ApplyStage::stuck) return Gather<ApplyBrief>();
  const auto* node = world.node(apply->node);
  const auto* service = world.service(apply->service);
  const auto* access = node == nullptr ? nullptr : world.access(node->settings.access);
  if (node == nullptr || service == nullptr || access == nullptr)
    return fail(apply_handler_errc::plan_gone, to_text(apply->node));
  const auto* slot = find_slot(*service, apply->slot);
  if (slot == nullptr || slot->serial != apply->serial)
    return fail(apply_handler_errc::plan_gone, apply->serial);
  ApplyBrief brief{.apply = *apply,
                   .errand = {.apply = id,
                              .node = node->id,
                              .settings = node->settings,
                              .kept_serials = kept_serials(*node),
                              .access = *access,
                              .service = service->settings.name,
                              .general = world.company().settings},
                   .last_served = served_serial(*node),
                   .last_attempt = is_last_attempt(*apply, job, rules())};
  return Gather<ApplyBrief>([this, brief = std::move(brief), registered_at = slot->registered_at] {
    return gather(home(), brief, registered_at);
  });
}

std::error_code make_error_code(apply_handler_errc code) {
  static const TableCategory table(
      "apply_run", {{int(apply_handler_errc::plan_gone), "plan_gone",
                     "the node, its access or the generation was removed since the apply was requested", 1814,
                     Failure::permanent, Answer::conflict}});
  return {int(code), table};
}

}  // namespace kigen::workers::install
