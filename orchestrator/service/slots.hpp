#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "orchestrator/service/state.hpp"

namespace kigen::orchestrator {

class World;

/// What slot 1 or 2 holds; null when it is empty or the number is another.
const Slot* find_slot(const Service& service, std::uint8_t number);

/// Whether a node of the service has the certificate on disk, serves it at any of its addresses, was verified
/// with it (so that it may be rolled back to it) or is getting it.
bool is_needed(const World& world, const Service& service, const std::string& serial);

/// Where one more certificate goes: into an empty slot, else into that of the generation that expires first,
/// which is removed for it; none while a node needs that one.
std::optional<std::uint8_t> slot_for_next(const World& world, const Service& service);

/// The slot of the older generation once its time is over by itself (R9): nodes have moved on to the newer
/// one, none needs it, and nobody selected it.
std::optional<std::uint8_t> abandoned_slot(const World& world, const Service& service);

}  // namespace kigen::orchestrator
