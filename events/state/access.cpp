#include "events/state/access.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

bool is_another_host(const SshAccess& before, const SshAccess& after) {
  return before.host != after.host || before.port != after.port;
}
template <class Before, class After>
bool is_another_host(const Before&, const After&) {
  return true;  // spoken to in another way
}

/// What was pinned says nothing about another machine. Earlier versions said of none that it is another.
void edited(Access& access, const AccessEdited& event) {
  const auto& [settings, moved] = event;
  const auto differ = [](const auto& before, const auto& after) { return is_another_host(before, after); };
  if (moved || visit_both(access.settings.connection, settings.connection, differ)) {
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
