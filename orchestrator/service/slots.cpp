#include "orchestrator/service/slots.hpp"

#include <algorithm>
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

/// At one address at least: a node whose addresses differ serves no one certificate as a whole.
bool is_serving(const Node& node, const std::string& serial) {
  return node.last_check &&
         std::ranges::any_of(node.last_check->addresses,
                             [&](const events::AddressSeen& seen) { return seen.serial == serial; });
}

bool refers_to(const World& world, const Node& node, const std::string& serial) {
  const auto* apply = world.open_apply_of(node.id);
  return node.installed_serial == serial || node.verified_serial == serial || served_serial(node) == serial ||
         is_serving(node, serial) || (apply && apply->serial == serial);
}

}  // namespace

bool is_needed(const World& world, const Service& service, const std::string& serial) {
  return std::ranges::any_of(world.nodes_of(service.id),
                             [&](NodeId id) { return refers_to(world, *world.node(id), serial); });
}

std::optional<Room> room_for_next(const World& world, const Service& service) {
  Room room;
  auto older = by_age(service);
  if (!older.empty()) older.pop_back();
  for (const auto* slot : older)
    if (room.cleared.size() < surplus(service) && !is_needed(world, service, slot->serial))
      room.cleared.push_back(slot->number);
  if (room.cleared.size() < surplus(service)) return std::nullopt;
  const auto is_free = [&](std::uint8_t slot) {
    return find_slot(service, slot) == nullptr || std::ranges::count(room.cleared, slot) > 0;
  };
  while (!is_free(room.slot)) ++room.slot;
  return room;
}

std::vector<std::uint8_t> abandoned_slots(const World& world, const Service& service) {
  if (surplus(service) == 0) return {};
  std::vector<std::uint8_t> abandoned;
  bool moved_on = false;
  for (const auto* slot : by_age(service) | std::views::reverse) {
    const bool needed = is_needed(world, service, slot->serial);
    if (moved_on && !needed && service.selected != slot->number) abandoned.push_back(slot->number);
    moved_on = moved_on || needed;
  }
  std::ranges::reverse(abandoned);
  abandoned.resize(std::min(abandoned.size(), surplus(service)));
  return abandoned;
}

void drop_abandoned(Consequences& then, const Service& service) {
  for (const auto slot : abandoned_slots(then.world(), service))
    then.add("drop_abandoned", RemoveGeneration{service.id, slot, "no node needs it any more"});
}

}  // namespace kigen::orchestrator
