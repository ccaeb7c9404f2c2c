#include "orchestrator/security/record.hpp"

#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

template <Event E>
void name_user(E&, const World&) {}
void name_user(SessionEnded& ended, const World& world) {
  if (const auto* user = world.user(ended.user)) ended.account = user->mail;
}

}  // namespace

Command record_security(SecurityEvent event) {
  return {"security.record", security_stream, [event = std::move(event)](const World& world) {
            auto named = event;
            return std::visit(
                [&](auto& one) -> Result<Changes> {
                  name_user(one, world);
                  return std::move(Changes{}.add(security_stream, world.security_version(), one));
                },
                named);
          }};
}

}  // namespace kigen::orchestrator
