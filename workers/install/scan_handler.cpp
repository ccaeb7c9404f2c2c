#include "workers/install/scan_handler.hpp"

#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"
#include "workers/install/host_identity.hpp"

namespace kigen::workers::install {
using namespace orchestrator;

std::string_view ScanHandler::kind() const { return job_kind::access_scan; }

Result<Work> ScanHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<AccessId>(job.queued.subject));
  const auto* known = world.access(id);
  if (known == nullptr) return Work([](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; });
  const auto timeout = std::chrono::seconds(world.company().settings.connect_timeout_s);
  return Work(
      [this, access = *known, timeout](JobContext& context) { return scan(access, timeout, context); });
}

Task<Result<JobOutcome>> ScanHandler::scan(Access access, Duration timeout, JobContext& context) {
  const Endpoint endpoint{access.settings.host, static_cast<std::uint16_t>(access.settings.port)};
  CO_TRY(const auto shown, co_await ssh_.scan(endpoint, access.settings.algorithms, clock_.now() + timeout));
  if (auto command = judge(access, shown)) CO_TRY_DO(co_await context.report(std::move(*command)));
  co_return JobDone{};
}

}  // namespace kigen::workers::install
