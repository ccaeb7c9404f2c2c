#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

class Consequences;
class World;

/// Whether an enabled node of the service holds the certificate (events::held_serials) or is getting it.
/// Nobody needs one that has expired.
bool is_needed(const World& world, const Service& service, const Slot& slot, Instant now);

/// Where one more certificate goes, and what is removed for it.
struct Room {
  std::uint8_t slot = 1;
  std::vector<std::uint8_t> cleared = {};  ///< slots
};

/// Room for one more certificate: an empty slot, else those of the oldest generations that no node needs, and
/// never the newest. What nodes need is kept beside the service's slots, in one more: a node that stays
/// behind holds up nobody. None only when all numbers are taken.
std::optional<Room> room_for_next(const World& world, const Service& service, Instant now);

/// The generations whose time is over by themselves (R9), oldest first: so many that one of the service's
/// slots is free for the next certificate. Nodes have moved on to a newer one, none needs them, and nobody
/// selected them.
std::vector<std::uint8_t> abandoned_slots(const World& world, const Service& service, Instant now);

/// Removes them.
void drop_abandoned(Consequences& then, const Service& service);

}  // namespace kigen::orchestrator
