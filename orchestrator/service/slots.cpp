#include "orchestrator/service/slots.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <ranges>

#include "orchestrator/consequences.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

/// Oldest first.
std::vector<const Slot*> by_age(const Service& service) {
  std::vector<const Slot*> slots;
  slots.reserve(service.slots.size());
  for (const auto& slot : service.slots) slots.push_back(&slot);
  std::ranges::sort(slots, [](const Slot* one, const Slot* other) { return is_older(*one, *other); });
  return slots;
}

/// How many must go for a slot to be free.
std::size_t surplus(const Service& service) {
  const auto held = service.slots.size() + 1;
  return held > service.settings.slots ? held - service.settings.slots : 0;
}

/// All but the newest, and the newest of those that are valid already; oldest first.
std::vector<const Slot*> replaceable(const Service& service) {
  auto slots = by_age(service);
  const auto newest_valid =
      std::ranges::find(slots | std::views::reverse, false, &Slot::not_yet_valid).base();
  if (!slots.empty() && newest_valid != slots.end() && newest_valid != slots.begin())
    slots.erase(std::prev(newest_valid));
  if (!slots.empty()) slots.pop_back();
  return slots;
}

bool is_getting(const World& world, const Node& node, const std::string& serial) {
  const auto* apply = world.open_apply_of(node.id);
  return apply && apply->serial == serial;
}

}  // namespace

bool is_needed(const World& world, const Service& service, const Slot& slot, Instant now) {
  return slot.not_after > now && std::ranges::any_of(world.nodes_of(service.id), [&](NodeId id) {
           const auto& node = *world.node(id);
           return (node.enabled && std::ranges::count(events::held_serials(node), slot.serial) > 0) ||
                  is_getting(world, node, slot.serial);
         });
}

std::optional<Room> room_for_next(const World& world, const Service& service, Instant now) {
  Room room;
  for (const auto* slot : replaceable(service))
    if (room.cleared.size() < surplus(service) && !is_needed(world, service, *slot, now))
      room.cleared.push_back(slot->number);
  const auto is_free = [&](std::uint8_t slot) {
    return find_slot(service, slot) == nullptr || std::ranges::count(room.cleared, slot) > 0;
  };
  constexpr auto last = std::numeric_limits<std::uint8_t>::max();
  while (!is_free(room.slot) && room.slot < last) ++room.slot;
  return is_free(room.slot) ? std::optional(room) : std::nullopt;
}

std::vector<std::uint8_t> abandoned_slots(const World& world, const Service& service, Instant now) {
  if (surplus(service) == 0) return {};
  std::vector<std::uint8_t> abandoned;
  bool moved_on = false;
  for (const auto* slot : by_age(service) | std::views::reverse) {
    const bool needed = is_needed(world, service, *slot, now);
    if (moved_on && !needed && service.selected != slot->number) abandoned.push_back(slot->number);
    moved_on = moved_on || needed;
  }
  std::ranges::reverse(abandoned);
  abandoned.resize(std::min(abandoned.size(), surplus(service)));
  return abandoned;
}

void drop_abandoned(Consequences& then, const Service& service) {
  for (const auto slot : abandoned_slots(then.world(), service, then.now()))
    then.add("drop_abandoned", RemoveGeneration{service.id, slot, "no node needs it any more", then.now()});
}

}  // namespace kigen::orchestrator
