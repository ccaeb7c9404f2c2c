#include "workers/install/scan_handler.hpp"

#include "orchestrator/access/commands.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/world.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;

/// What follows from the identity that a host showed; none when it is the pinned one.
std::optional<Command> judge(const Access& access, const HostKey& shown) {
  const std::string pinned = access.pinned ? access.pinned->fingerprint : "";
  if (pinned == shown.fingerprint) return std::nullopt;
  if (pinned.empty() && access.settings.host_key_policy == events::HostKeyPolicy::trust_on_first_use)
    return as_command(PinHostKey{access.id, {shown.algorithm, shown.fingerprint, true}});
  return as_command(ReportHostKeyRefused{access.id, {shown.algorithm, shown.fingerprint, pinned}});
}

}  // namespace

std::string_view ScanHandler::kind() const { return job_kind::access_scan; }

Result<Work> ScanHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<AccessId>(job.queued.subject));
  const auto* known = world.access(id);
  if (known == nullptr) return Work([](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; });
  const auto timeout = std::chrono::seconds(world.company().settings.connect_timeout_s);
  return Work([this, access = *known, timeout](JobContext& context) -> Task<Result<JobOutcome>> {
    const Endpoint endpoint{access.settings.host, static_cast<std::uint16_t>(access.settings.port)};
    CO_TRY(const auto shown, co_await ssh_.scan(endpoint, clock_.now() + timeout));
    if (auto command = judge(access, shown)) CO_TRY_DO(co_await context.report(std::move(*command)));
    co_return JobDone{};
  });
}

}  // namespace kigen::workers::install
