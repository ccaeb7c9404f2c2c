#include "tests/simulation/ghost.hpp"

#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"

namespace kigen::simulation {
namespace {

using namespace events;
using namespace orchestrator;

/// The report that led to this record; none for what workers do not report.
std::optional<Command> report_of(const Sighting& said, const Lease& lease) {
  const auto& stream = said.record.stream;
  return std::visit(overloaded{
                        [&](const ApplyEvent& event) -> std::optional<Command> {
                          return as_command(ReportApply{*id_of<ApplyId>(stream), event});
                        },
                        [&](const OrderEvent& event) -> std::optional<Command> {
                          return as_command(ReportOrder{*id_of<OrderId>(stream), event});
                        },
                        [&](const NodeEvent& event) -> std::optional<Command> {
                          const auto* checked = std::get_if<NodeChecked>(&event);
                          if (checked == nullptr) return std::nullopt;
                          return as_command(ReportNodeChecked{*id_of<NodeId>(stream), *checked});
                        },
                        [&](const JobEvent& event) -> std::optional<Command> {
                          return as_command(EndAttempt{lease.job, lease.token, event});
                        },
                        [](const auto&) -> std::optional<Command> { return std::nullopt; },
                    },
                    said.event);
}

}  // namespace

Task<Result<>> haunt(Process& process, const Surroundings& around, SimRandom& random) {
  const auto& ended = around.witness.ended_reports();
  if (ended.empty()) co_return Result<>{};
  const auto& report = ended[random.below(ended.size())];
  Context context;
  context.actor = {ActorKind::worker, "a ghost"};
  context.causation = report.token;
  context.lease = Lease{report.job, report.token};
  auto command = report_of({report.record, report.event}, *context.lease);
  if (command) (void)co_await process.orchestrator.execute(std::move(*command), std::move(context));
  co_return Result<>{};
}

}  // namespace kigen::simulation
