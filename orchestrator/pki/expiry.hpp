#pragma once

#include "events/service_events.hpp"

namespace kigen::orchestrator::pki {

/// R12. Lives of 200 days and more go by the day steps 90/60/30/15; shorter ones by what is left of their life:
/// under a third = warning, under a tenth or a renewal overdue = error.
events::ExpiryStatus expiry_status(Instant not_before, Instant not_after, Instant now, bool renewal_overdue);

/// When a certificate shall be renewed (R20): where its rule says, moved by up to 2 % of its life to either side by a
/// hash of `spread_by`, so that many certificates of one day do not renew in one minute. Never before the certificate
/// is valid. `never` gives Instant::max().
Instant renewal_due(Instant not_before, Instant not_after, const events::RenewalPolicy& policy,
                    std::string_view spread_by);

}  // namespace kigen::orchestrator::pki
