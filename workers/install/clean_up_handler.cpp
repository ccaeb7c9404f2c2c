#include "workers/install/clean_up_handler.hpp"

#include <utility>
#include <vector>

#include "orchestrator/apply/saga.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/world.hpp"
#include "workers/install/host_identity.hpp"
#include "workers/install/plan.hpp"

namespace kigen::workers::install {

using namespace orchestrator;

struct CleanUpHandler::Brief {
  events::Leftover leftover;
  Errand errand;
};

std::string_view CleanUpHandler::kind() const { return job_kind::node_clean_up; }

JobRules CleanUpHandler::rules() const {
  return {.max_attempts = 14,  // together some two days
          .backoff_base = std::chrono::seconds(30),
          .backoff_cap = std::chrono::hours(12),
          .lease = std::chrono::minutes(15)};
}

Result<Work> CleanUpHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<NodeId>(job.queued.subject));
  const auto* node = world.node(id);
  const auto* service = node == nullptr ? nullptr : world.service(node->service);
  std::vector<Brief> briefs;
  if (service != nullptr && node->enabled && world.open_apply_of(id) == nullptr)
    for (const auto& leftover : node->leftovers) {
      if (leftover.settled) continue;
      const auto* access = world.access(leftover.settings.access);
      if (access == nullptr) return fail(apply_handler_errc::plan_gone, leftover.settings.name);
      briefs.push_back({leftover,
                        {.apply = leftover.apply,
                         .serial = leftover.serial,
                         .node = *node,
                         .node_settings = leftover.settings,
                         .access = *access,
                         .service = service->settings.name,
                         .settings = world.company().settings}});
    }
  return Work([this, briefs = std::move(briefs)](JobContext& context) { return run(briefs, context); });
}

Task<Result<JobOutcome>> CleanUpHandler::run(std::vector<Brief> briefs, JobContext& context) {
  for (const auto& brief : briefs) CO_TRY_DO(co_await clean_up(brief, context));
  co_return JobDone{};
}

Task<Result<>> CleanUpHandler::clean_up(const Brief& brief, JobContext& context) {
  const auto& leftover = brief.leftover;
  CO_TRY(auto plan, co_await plan_for(brief.errand, ports_.vault));
  plan.check_host_key = [&](HostKey key) -> Task<Result<>> {
    CO_TRY_DO(co_await context.report(trust(brief.errand.access, key)));
    co_return Result<>{};
  };
  const auto installer = ports_.installers.find(leftover.settings.kind);
  ensure(installer != ports_.installers.end(), "a node kind without installer");
  CO_TRY(auto procedure, installer->second->clean_up(std::move(plan)));
  CO_TRY(auto kept,
         co_await orchestrator::clean_up(leftover.steps, leftover.keep_backup, std::move(procedure)));
  CO_TRY_DO(co_await context.report(
      as_command(ReportLeftoversRemoved{brief.errand.node.id, {leftover.apply, std::move(kept)}})));
  co_return Result<>{};
}

}  // namespace kigen::workers::install
