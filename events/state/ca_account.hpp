#pragma once

#include <string>

#include "events/ca_account_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

struct CaAccount {
  CaAccountId id = {};
  Version version = 0;
  CaAccountSettings settings = {};
  bool deleted = false;
  std::string account_url =
      {};  ///< empty until the CA knows us; emptied when directory or account key change
};

/// Another directory or account key is an account that the CA does not know yet.
bool is_another_account(const OneOf<AcmeCa>& before, const OneOf<AcmeCa>& after);

CaAccount evolve(CaAccount account, const CaAccountEvent& event, const Stamp& stamp);

}  // namespace kigen::events
