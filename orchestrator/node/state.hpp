#pragma once

#include <optional>
#include <string>

#include "events/node_events.hpp"
#include "orchestrator/stamp.hpp"

namespace kigen::orchestrator {

/// Where a service's certificate is installed (R21). Installed and served are different facts.
struct Node {
  NodeId id = {};
  Version version = 0;
  ServiceId service = {};
  events::NodeSettings settings = {};
  bool enabled = true;
  bool deleted = false;
  std::optional<ApplyId> open_apply = {};  ///< requested, running or stuck: at most one
  std::string installed_serial = {};
  std::string served_serial = {};          ///< of the last check
  std::string verified_serial = {};        ///< last seen to match what was expected: "previous good" (R27)
  events::Verdict verdict = events::Verdict::unreachable;
  std::optional<Instant> checked_at = {};
};

Node evolve(Node node, const events::NodeEvent& event, const Stamp& stamp);

}  // namespace kigen::orchestrator
