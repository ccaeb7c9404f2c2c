#include "workers/install/clean_up_work.hpp"

#include <utility>

#include "orchestrator/apply/saga.hpp"
#include "workers/install/host_identity.hpp"
#include "workers/install/plan.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;

Task<Result<>> take_away(const CleanUpPorts& ports, const LeftoverBrief& left, Home& home) {
  const auto& errand = left.errand;
  CO_TRY(auto plan, plan_for(errand));
  plan.check_host_key = [&](HostKey key) { return home.report(trust(errand.access, key)); };
  const auto installer = ports.installers.find(errand.settings.server.word());
  ensure(installer != ports.installers.end(), "a node kind without installer");
  CO_TRY(auto procedure, installer->second->clean_up(std::move(plan)));
  CO_TRY(auto kept, co_await clean_up(left.steps, left.keep_backup, std::move(procedure)));
  co_return co_await home.report(ReportLeftoversRemoved{errand.node, {errand.apply, std::move(kept)}});
}

}  // namespace

Task<Result<JobOutcome>> clean_up_host(const CleanUpPorts& ports, CleanUpBrief brief, Home& home) {
  for (const auto& left : brief.leftovers) CO_TRY_DO(co_await take_away(ports, left, home));
  co_return JobDone{};
}

}  // namespace kigen::workers::install
