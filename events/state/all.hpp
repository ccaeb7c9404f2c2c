#pragma once

#include "events/state/access.hpp"
#include "events/state/apply.hpp"
#include "events/state/ca_account.hpp"
#include "events/state/company.hpp"
#include "events/state/job.hpp"
#include "events/state/node.hpp"
#include "events/state/order.hpp"
#include "events/state/security.hpp"
#include "events/state/service.hpp"
#include "events/state/system.hpp"
#include "events/state/user.hpp"
#include "events/state/vault_book.hpp"

namespace kigen::events {

/// Whether nothing more is decided on it: deleted, or ended.
template <class State>
bool is_gone(const State& state) {
  if constexpr (requires { state.deleted; })
    return state.deleted;
  else
    return has_ended(state);
}

}  // namespace kigen::events
