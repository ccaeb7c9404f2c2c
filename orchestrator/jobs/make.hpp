#pragma once

#include <string_view>
#include <vector>

#include "events/job_events.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

class World;

// What a job of each kind looks like: its pool, and the key that keeps it from running beside others.

/// As many orders of a CA account go on at once as its settings say.
events::JobQueued advance_order(const Order& order, const CaAccount& account, Instant due);
events::JobQueued make_key(const Service& service, Instant due);
events::JobQueued renew(const Service& service, Instant due);
/// Looks at a service's certificates when the time of one has come.
events::JobQueued review(const Service& service, Instant due);
/// What is done to and seen of a node excludes each other.
events::JobQueued run_apply(const Apply& apply, Instant due);
events::JobQueued clean_up_node(const Node& node, Instant due);
events::JobQueued check_node(const Node& node, Instant due, std::int32_t priority);
events::JobQueued scan_host_key(const Access& access, Instant due);
events::JobQueued check_expiries(Instant due);
events::JobQueued review_vault(Instant due);

/// The first job of that kind about a subject that waits for its start; null when none does.
const Job* waiting_job(const World& world, const StreamId& subject, std::string_view kind);
/// Whether a job of that kind about a subject waits or runs.
bool is_coming(const World& world, const StreamId& subject, std::string_view kind);
/// The jobs about a subject that wait or are parked: all that can still be dropped.
std::vector<const Job*> idle_jobs(const World& world, const StreamId& subject);

}  // namespace kigen::orchestrator
