#pragma once

#include "events/access_events.hpp"
#include "events/apply_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/company_events.hpp"
#include "events/job_events.hpp"
#include "events/node_events.hpp"
#include "events/order_events.hpp"
#include "events/security_events.hpp"
#include "events/service_events.hpp"
#include "events/system_events.hpp"
#include "events/user_events.hpp"
#include "events/vault_events.hpp"
#include "tests/support/history.hpp"

namespace kigen::tests {

inline const auto shop = id<ServiceId>(1);
inline const auto web1 = id<NodeId>(2);
inline const auto web2 = id<NodeId>(3);
inline const auto tokyo = id<SiteId>(4);
inline const auto ssh_access = id<AccessId>(5);
inline const auto account = id<CaAccountId>(6);
inline const auto order = id<OrderId>(7);
inline const auto good_apply = id<ApplyId>(8);
inline const auto bad_apply = id<ApplyId>(9);
inline const auto job = id<JobId>(10);
inline const auto admin = id<UserId>(11);

inline const events::Actor mari{events::ActorKind::user, "mari@example.com"};

events::ServiceSettings service_settings(std::string name, std::string common_name);
events::NodeSettings node_settings(std::string name);
/// A certificate in a slot that lives 90 days from at(shift) on.
events::Generation generation(std::uint8_t slot, std::string serial, Duration shift = {});

// Each goes on from where the one before it ends.

/// A fresh installation gets its company, site, admin, CA account, access, and the service "shop" with two
/// nodes.
History& set_up(History& history);
/// The service's first certificate is ordered and registered in slot 1.
History& issue(History& history);
/// It is installed on web1 and seen there.
History& apply_well(History& history);
/// It is tried on web2, fails at the restart, and is put back.
History& apply_badly(History& history);
/// Whatever else the log has words for: checks, a renewal that errs and fails, jobs that are retried and
/// parked, edits.
History& trouble(History& history);
/// Everything is taken down again.
History& take_down(History& history);

/// All of it.
History whole_story();

}  // namespace kigen::tests
