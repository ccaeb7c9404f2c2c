#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/node_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

/// What an ended apply left on a node's host.
struct Leftover {
  ApplyId apply = {};
  std::string serial = {};
  std::vector<std::string> steps = {};  ///< that were begun and not undone
  bool keep_backup = false;             ///< until the next certificate is installed
  bool settled = false;                 ///< nothing of it is to be taken away as things stand
  NodeSettings settings = {};           ///< with which the apply ran
  Instant since = {};
};

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
  std::vector<Leftover> leftovers = {};  ///< oldest first
  std::string left_out_serial = {};      ///< issued, and not applied here by itself: the node was busy or off
  bool check_awaited = false;            ///< a person asked for a check: it is recorded whatever it sees
};

/// What the last check saw it serve; empty when nothing was seen.
std::string served_serial(const Node& node);

/// Whether anything on its host is to be taken away.
bool has_leftovers(const Node& node);

/// The certificates that it has on disk, serves at one address at least, or was verified with, so that it may
/// be rolled back to them. Each once.
std::vector<std::string> held_serials(const Node& node);

Node evolve(Node node, const NodeEvent& event, const Stamp& stamp);

}  // namespace kigen::events
