#pragma once

#include "events/service_events.hpp"

namespace kigen::orchestrator::pki {

/// R12. Lives of 200 days and more go by the day steps 90/60/30/15; shorter ones by what is left of their
/// life: under a third = warning, under a tenth or a renewal overdue = error.
events::ExpiryStatus expiry_status(Instant not_before, Instant not_after, Instant now, bool renewal_overdue);

/// When a certificate shall be renewed (R20): where its rule says; a rule in days never before half of the
/// life. The moment is moved to either side by a hash of `spread_by`, so that many certificates of one day do
/// not renew in one minute: by up to 2 % of the life, and by no more than half of what is left after the
/// rule's moment. `never` gives Instant::max().
Instant renewal_due(Instant not_before, Instant not_after, const events::RenewalPolicy& policy,
                    std::string_view spread_by);

/// How long after a failed renewal the next one is tried: a sixteenth of the life that is left, so that there
/// are many tries before the end, but no more than one an hour (CAs limit failures) and one a day at least.
Duration renewal_pause(Instant not_after, Instant now);

}  // namespace kigen::orchestrator::pki
