#include "events/state/security.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {

Security evolve(Security security, const SecurityEvent& event, const Stamp& stamp) {
  std::visit(overloaded{unchanged_by<LoginFailed, KnockThrottled, RequestRefused, SessionEnded, TokenUsed>},
             event);
  security.version = stamp.version;
  return security;
}

}  // namespace kigen::events
