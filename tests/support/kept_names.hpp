#pragma once

#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "orchestrator/kept/commands.hpp"

namespace kigen::orchestrator {

// What tests often ask for of two kept things.
using CreateAccess = Create<events::AccessSettings>;
using EditAccess = Edit<events::AccessSettings>;
using DeleteAccess = Delete<events::AccessSettings>;
using CreateCaAccount = Create<events::CaAccountSettings>;
using EditCaAccount = Edit<events::CaAccountSettings>;
using DeleteCaAccount = Delete<events::CaAccountSettings>;

}  // namespace kigen::orchestrator
