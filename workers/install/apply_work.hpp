#pragma once

#include <map>
#include <string>
#include <string_view>

#include "events/service_events.hpp"
#include "orchestrator/jobs/home.hpp"
#include "orchestrator/jobs/outcome.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/ports/tls_probe.hpp"
#include "workers/install/errand.hpp"

namespace kigen::workers::install {

struct ApplyBrief {
  orchestrator::Apply apply = {};
  Errand errand = {};
  events::Generation generation = {};
  std::string last_served = {};  ///< when the node was checked last; empty = nothing was seen
  bool last_attempt = true;      ///< false: a failure before any live step may be left to the job's retry

  static constexpr auto fields = events::field_list(events::field("apply", &ApplyBrief::apply),
                                                    events::field("errand", &ApplyBrief::errand),
                                                    events::field("generation", &ApplyBrief::generation),
                                                    events::field("lastServed", &ApplyBrief::last_served),
                                                    events::field("lastAttempt", &ApplyBrief::last_attempt));
};

/// What an apply needs of the outside.
struct ApplyPorts {
  std::map<std::string_view, orchestrator::Installer*> installers;  ///< by the word of their settings
  orchestrator::Dialer& dialer;
  orchestrator::TlsProbe& probe;
  orchestrator::Clock& clock;
};

/// One run that installs a generation on one node, proves it, and rolls back on failure. `ports` outlive it.
Task<Result<orchestrator::JobOutcome>> run_apply(const ApplyPorts& ports, ApplyBrief brief,
                                                 orchestrator::Home& home);

}  // namespace kigen::workers::install
