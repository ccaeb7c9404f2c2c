#include "workers/check/check_handler.hpp"

#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/world.hpp"
#include "workers/generation_reader.hpp"

namespace kigen::workers::check {

using namespace orchestrator;

std::string_view CheckHandler::kind() const { return job_kind::node_check; }

Result<Work> CheckHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<NodeId>(job.queued.subject));
  const auto* node = world.node(id);
  const auto* service = node == nullptr ? nullptr : world.service(node->service);
  if (service == nullptr || !node->enabled || node->settings.check.method == events::CheckMethod::none)
    return Work([](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; });
  const auto* slot = current_slot(*service);
  const auto registered_at = slot ? std::optional(slot->registered_at) : std::optional<Position>();
  return Work([this, brief = Brief{id, node->settings.check, registered_at, world.company().settings}](
                  JobContext& context) { return check(brief, context); });
}

Task<Result<JobOutcome>> CheckHandler::check(Brief brief, JobContext& context) {
  Expectation expected;
  if (brief.registered_at) {
    CO_TRY(const auto generation, co_await read_generation(log_, *brief.registered_at));
    expected = expectation(generation);
  }
  const auto deadline = ports_.clock.now() + std::chrono::seconds(brief.general.connect_timeout_s);
  CO_TRY(auto seen,
         co_await check_node(ports_, brief.settings, std::move(expected), brief.general.proxy, deadline));
  CO_TRY_DO(co_await context.report(as_command(ReportNodeChecked{brief.node, std::move(seen)})));
  co_return JobDone{};
}

}  // namespace kigen::workers::check
