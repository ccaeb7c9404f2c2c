#include "workers/install/scan_work.hpp"

#include <chrono>
#include <utility>

#include "workers/install/host_identity.hpp"

namespace kigen::workers::install {

using namespace orchestrator;

Task<Result<JobOutcome>> scan_host(ScanPorts ports, ScanBrief brief, Home& home) {
  const auto& ssh = brief.access.settings.connection.as<events::SshAccess>();
  const Endpoint endpoint{ssh.host, static_cast<std::uint16_t>(ssh.port)};
  const auto deadline = ports.clock.now() + std::chrono::seconds(brief.connect_timeout_s);
  CO_TRY(const auto shown, co_await ports.ssh.scan(endpoint, ssh.algorithms, deadline));
  if (auto report = judge(brief.access, shown)) CO_TRY_DO(co_await home.report(*std::move(report)));
  co_return JobDone{};
}

}  // namespace kigen::workers::install
