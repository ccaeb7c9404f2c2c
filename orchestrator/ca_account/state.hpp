#pragma once

#include <string>

#include "events/ca_account_events.hpp"
#include "orchestrator/stamp.hpp"

namespace kigen::orchestrator {

struct CaAccount {
  CaAccountId id = {};
  Version version = 0;
  events::CaAccountSettings settings = {};
  bool deleted = false;
  std::string account_url =
      {};  ///< empty until the CA knows us; emptied when directory or account key change
};

CaAccount evolve(CaAccount account, const events::CaAccountEvent& event, const Stamp& stamp);

}  // namespace kigen::orchestrator
