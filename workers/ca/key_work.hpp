#pragma once

#include "events/service_events.hpp"
#include "orchestrator/jobs/home.hpp"
#include "orchestrator/jobs/outcome.hpp"
#include "orchestrator/ports/key_maker.hpp"

namespace kigen::workers::ca {

struct KeyBrief {
  ServiceId service = {};
  events::ServiceSettings settings = {};

  static constexpr auto fields = events::field_list(events::field("service", &KeyBrief::service),
                                                    events::field("settings", &KeyBrief::settings));
};

/// Makes the key and CSR that a service shall order with next (R13).
Task<Result<orchestrator::JobOutcome>> make_key(orchestrator::KeyMaker& keys, KeyBrief brief,
                                                orchestrator::Home& home);

}  // namespace kigen::workers::ca
