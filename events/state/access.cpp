#include "events/state/access.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

/// What was pinned says nothing about another machine. Earlier versions said of none that it is another.
void edited(Access& access, const AccessEdited& event) {
  const auto& [settings, moved] = event;
  if (moved || settings.host != access.settings.host || settings.port != access.settings.port) {
    access.pinned.reset();
    access.refused.reset();
  }
  access.settings = settings;
}

void pinned(Access& access, const HostKeyPinned& event) {
  access.pinned = PinnedKey{event.algorithm, event.fingerprint};
  access.refused.reset();
}

}  // namespace

Access evolve(Access access, const AccessEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const AccessCreated& e) { access.settings = e.settings; },
                 [&](const AccessEdited& e) { edited(access, e); },
                 [&](const AccessDeleted&) { access.deleted = true; },
                 [&](const HostKeyPinned& e) { pinned(access, e); },
                 [&](const HostKeyRefused& e) { access.refused = PinnedKey{e.algorithm, e.fingerprint}; },
             },
             event);
  access.version = stamp.version;
  return access;
}

}  // namespace kigen::events
