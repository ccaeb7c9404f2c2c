#pragma once

#include <optional>

#include "orchestrator/jobs/home.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "orchestrator/states.hpp"

namespace kigen::workers::install {

/// Pins an identity that the access trusted when its work began: changes nothing while that is the pinned
/// one, and is refused once another is.
orchestrator::PinHostKey trust(const orchestrator::Access& access, const orchestrator::HostKey& shown);

/// What follows from the identity that a host showed (R30): it is pinned when the access trusts at first use,
/// else it is refused, for a person to confirm; none when it is the pinned one.
std::optional<orchestrator::Report> judge(const orchestrator::Access& access,
                                          const orchestrator::HostKey& shown);

}  // namespace kigen::workers::install
