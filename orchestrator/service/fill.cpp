#include "orchestrator/service/fill.hpp"

#include <algorithm>
#include <utility>

#include "orchestrator/service/find.hpp"
#include "orchestrator/service/slots.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// Key and origin stay known when they do not come along again; intermediates must come, or they would be
/// lost.
Result<Filled> update(const Service& service, const Slot& slot, Generation generation) {
  if (generation.chain_pem.size() < slot.chain_length)
    return fail(service_errc::chain_missing, service.settings.name + ": " + slot.serial, "certificate");
  generation.slot = slot.number;
  if (!generation.key) generation.key = slot.key;
  if (!generation.order) generation.order = slot.order;
  return Filled{slot.number, change(service, GenerationUpdated{std::move(generation)})};
}

}  // namespace

Result<Filled> fill_slot(const World& world, const Service& service, Generation generation, Instant now) {
  const auto held = std::ranges::find(service.slots, generation.leaf_sha256, &Slot::leaf_sha256);
  if (held != service.slots.end()) return update(service, *held, std::move(generation));
  const auto room = room_for_next(world, service, now);
  if (!room) return fail(service_errc::no_free_slot, service.settings.name);
  Changes changes;
  for (const auto number : room->cleared)
    changes.add(
        stream_of(service.id), service.version,
        GenerationRemoved{number, find_slot(service, number)->serial, "replaced by " + generation.serial});
  generation.slot = room->slot;
  changes.add(stream_of(service.id), service.version, GenerationRegistered{std::move(generation)});
  return Filled{room->slot, std::move(changes)};
}

}  // namespace kigen::orchestrator
