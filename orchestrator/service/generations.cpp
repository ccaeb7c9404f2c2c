#include <algorithm>
#include <string>
#include <utility>

#include "orchestrator/pki/names.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/fill.hpp"
#include "orchestrator/service/find.hpp"
#include "orchestrator/service/slots.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// The key of a certificate: the one that came with it, else ours that it was made for (that of another
/// generation or the one that waits), else none. While one waits, a certificate for a key nobody knows is not
/// taken (1656).
Result<std::optional<KeyRef>> key_for(const Service& service, const Generation& generation) {
  const auto& hash = generation.public_key_sha256;
  if (generation.key) return generation.key;
  if (service.pending_key && service.pending_key->public_key_sha256 == hash) return service.pending_key->key;
  const auto same = std::ranges::find(service.slots, hash, &Slot::public_key_sha256);
  if (same != service.slots.end()) return same->key;
  if (!service.pending_key) return std::nullopt;
  return fail(service_errc::key_differs, service.settings.name + ": " + generation.serial, "certificate");
}

Result<const Slot*> filled_slot(const Service& service, std::uint8_t number) {
  const auto* slot = find_slot(service, number);
  if (!slot) return fail(service_errc::empty_slot, service.settings.name, "slot");
  return slot;
}

}  // namespace

Result<Changes> decide(const World& world, const ImportCertificate& command) {
  TRY(const auto* service, find_service(world, command.id));
  TRY_DO(check_no_order(world, *service));
  auto generation = command.generation;
  if (!pki::covers(generation.names, service->settings.common_name))
    return fail(service_errc::name_differs, service->settings.common_name, "certificate");
  TRY(generation.key, key_for(*service, generation));
  TRY(auto filled, fill_slot(world, *service, std::move(generation), command.now));
  return std::move(filled.changes);
}

Result<Changes> decide(const World& world, const SelectGeneration& command) {
  TRY(const auto* service, find_service(world, command.id));
  if (command.slot) {
    TRY(const auto* slot, filled_slot(*service, *command.slot));
    if (slot->not_yet_valid)
      return fail(service_errc::not_yet_valid, slot->serial + " from " + to_text(slot->not_before), "slot");
  }
  if (command.slot == service->selected) return Changes{};
  return change(*service, GenerationSelected{command.slot});
}

Result<Changes> decide(const World& world, const RemoveGeneration& command) {
  TRY(const auto* service, find_service(world, command.id));
  TRY(const auto* slot, filled_slot(*service, command.slot));
  if (is_needed(world, *service, *slot, command.now))
    return fail(service_errc::still_needed, service->settings.name + ": " + slot->serial, "slot");
  return change(*service, GenerationRemoved{command.slot, slot->serial, command.reason});
}

}  // namespace kigen::orchestrator
