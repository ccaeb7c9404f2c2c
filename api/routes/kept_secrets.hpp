#pragma once

#include "api/routes/new_secret.hpp"
#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"

namespace kigen::api {

// Kept settings that a request sent, as they will be: with references to their secrets. `stored` is null for
// what is new. What wants more than the vault has an overload, in the file of its resource.

template <class S>
Task<Result<S>> settings_of(Backend&, NewSecrets& secrets, Sent<S> sent, const S* stored) {
  return settle(secrets, std::move(sent), stored);
}
Task<Result<events::AccessSettings>> settings_of(Backend& backend, NewSecrets& secrets,
                                                 Sent<events::AccessSettings> sent,
                                                 const events::AccessSettings* stored);
Task<Result<events::CaAccountSettings>> settings_of(Backend& backend, NewSecrets& secrets,
                                                    Sent<events::CaAccountSettings> sent,
                                                    const events::CaAccountSettings* stored);

}  // namespace kigen::api
