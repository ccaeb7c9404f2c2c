#include "workers/install/scan_handler.hpp"

#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"

namespace kigen::workers::install {

using namespace orchestrator;

std::string_view ScanHandler::kind() const { return job_kind::access_scan; }

Result<Gather<ScanBrief>> ScanHandler::brief_for(const World& world, const Job& job) {
  TRY(const auto id, id_of<AccessId>(job.queued.subject));
  const auto* access = world.access(id);
  if (access == nullptr) return Gather<ScanBrief>();
  return with_all(ScanBrief{*access, world.company().settings.connect_timeout_s});
}

}  // namespace kigen::workers::install
