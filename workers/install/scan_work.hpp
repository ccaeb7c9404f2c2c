#pragma once

#include <cstdint>

#include "orchestrator/jobs/home.hpp"
#include "orchestrator/jobs/outcome.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "orchestrator/states.hpp"

namespace kigen::workers::install {

struct ScanBrief {
  orchestrator::Access access = {};
  std::uint32_t connect_timeout_s = 0;

  static constexpr auto fields =
      events::field_list(events::field("access", &ScanBrief::access),
                         events::field("connectTimeoutS", &ScanBrief::connect_timeout_s));
};

struct ScanPorts {
  orchestrator::Ssh& ssh;
  orchestrator::Clock& clock;
};

/// Reads a host's identity without logging in (R30). Pins it when the access trusts at first use; else shows
/// it as a candidate that a person confirms.
Task<Result<orchestrator::JobOutcome>> scan_host(ScanPorts ports, ScanBrief brief, orchestrator::Home& home);

}  // namespace kigen::workers::install
