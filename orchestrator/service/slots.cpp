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
  for (const auto& slot : service.slots) slots.push_back(&slot);
  std::ranges::sort(slots, [](const Slot* one, const Slot* other) { return is_older(*one, *other); });
  return slots;
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

std::optional<std::uint8_t> slot_for_next(const World& world, const Service& service) {
  if (service.slots.size() < service.settings.slots)
    for (std::uint8_t number = 1; number <= service.settings.slots; ++number)
      if (find_slot(service, number) == nullptr) return number;
  auto older = by_age(service);
  older.pop_back();
  const auto found =
      std::ranges::find_if(older, [&](const Slot* slot) { return !is_needed(world, service, slot->serial); });
  return found == older.end() ? std::nullopt : std::optional((*found)->number);
}

std::vector<std::uint8_t> abandoned_slots(const World& world, const Service& service) {
  if (service.slots.size() < service.settings.slots) return {};
  std::vector<std::uint8_t> abandoned;
  bool moved_on = false;
  for (const auto* slot : by_age(service) | std::views::reverse) {
    const bool needed = is_needed(world, service, slot->serial);
    if (moved_on && !needed && service.selected != slot->number) abandoned.push_back(slot->number);
    moved_on = moved_on || needed;
  }
  std::ranges::reverse(abandoned);
  const auto surplus = service.slots.size() + 1 - service.settings.slots;
  abandoned.resize(std::min(abandoned.size(), surplus));
  return abandoned;
}

void drop_abandoned(Consequences& then, const Service& service) {
  for (const auto slot : abandoned_slots(then.world(), service))
    then.add(RemoveGeneration{service.id, slot, "no node needs it any more"});
}

}  // namespace kigen::orchestrator
