#include "orchestrator/service/slots.hpp"

#include <algorithm>
#include <utility>

#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

/// When both slots are taken: the one that expires first, of two alike the one filled first.
std::optional<std::uint8_t> older_slot(const Service& service) {
  const auto& [first, second] = service.slots;
  if (!first || !second) return std::nullopt;
  const auto age = [](const Slot& slot) { return std::pair(slot.not_after, slot.registered_at); };
  return age(*first) < age(*second) ? 1 : 2;
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

const Slot* find_slot(const Service& service, std::uint8_t number) {
  if (number < 1 || number > service.slots.size()) return nullptr;
  const auto& slot = service.slots[number - 1u];
  return slot ? &*slot : nullptr;
}

bool is_needed(const World& world, const Service& service, const std::string& serial) {
  return std::ranges::any_of(world.nodes_of(service.id),
                             [&](NodeId id) { return refers_to(world, *world.node(id), serial); });
}

std::optional<std::uint8_t> slot_for_next(const World& world, const Service& service) {
  if (!service.slots[0]) return 1;
  if (!service.slots[1]) return 2;
  const auto older = older_slot(service);
  if (is_needed(world, service, find_slot(service, *older)->serial)) return std::nullopt;
  return older;
}

std::optional<std::uint8_t> abandoned_slot(const World& world, const Service& service) {
  const auto older = older_slot(service);
  if (!older || service.selected == older) return std::nullopt;
  const auto& newer_serial = find_slot(service, *older == 1 ? 2 : 1)->serial;
  const bool moved_on = is_needed(world, service, newer_serial);
  if (!moved_on || is_needed(world, service, find_slot(service, *older)->serial)) return std::nullopt;
  return older;
}

}  // namespace kigen::orchestrator
