#pragma once

#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/core/error.hpp"

namespace kigen::orchestrator {

class World;

// What is refused of settings beyond their description. A thing with rules of its own has overloads here.

template <class S>
Result<> check(const World&, const S&) {
  return {};
}
Result<> check(const World& world, const events::AccessSettings& settings);
Result<> check(const World& world, const events::CaAccountSettings& settings);

/// The same of a change.
template <class S>
Result<> check_change(const S&, const S&) {
  return {};
}
Result<> check_change(const events::AccessSettings& before, const events::AccessSettings& after);
Result<> check_change(const events::CaAccountSettings& before, const events::CaAccountSettings& after);

}  // namespace kigen::orchestrator
