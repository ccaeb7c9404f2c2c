#pragma once

#include <optional>
#include <string>

#include "events/node_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

/// Where a service's certificate is installed (R21). Installed and served are different facts.
struct Node {
  NodeId id = {};
  Version version = 0;
  ServiceId service = {};
  NodeSettings settings = {};
  bool enabled = true;
  bool deleted = false;
  std::string installed_serial = {};
  std::string verified_serial = {};  ///< last seen to match what was expected: "previous good" (R27)
  std::optional<NodeChecked> last_check = {};
  std::optional<Instant> checked_at = {};
  bool check_awaited = false;  ///< a person asked for a check: it is recorded whatever it sees
};

/// What the last check saw it serve; empty when nothing was seen.
std::string served_serial(const Node& node);

Node evolve(Node node, const NodeEvent& event, const Stamp& stamp);

}  // namespace kigen::events
