#pragma once

#include "events/ca_account_events.hpp"
#include "orchestrator/kept/keeping.hpp"

namespace kigen::orchestrator {

template <>
struct Keeping<events::CaAccountSettings> : KeepingByStream<events::CaAccountSettings> {
  using S = events::CaAccountSettings;
  static auto created(const CaAccountId&, const S& settings) { return events::CaAccountCreated{settings}; }
  static auto edited(const CaAccountId&, const S&, const S& after) { return events::CaAccountEdited{after}; }
  static auto deleted(const CaAccountId&) { return events::CaAccountDeleted{}; }
};

}  // namespace kigen::orchestrator
