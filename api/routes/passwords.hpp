#pragma once

#include "api/backend.hpp"
#include "api/routes/new_secret.hpp"
#include "api/server/execute.hpp"
#include "api/server/route.hpp"
#include "events/core/secret.hpp"

namespace kigen::api {

/// Whether `password` is the one whose hash is at `stored`. Without `stored` it takes as long and is wrong,
/// so that the time tells nobody which accounts exist.
Task<Result<bool>> is_password(Backend& backend, std::optional<SecretRef> stored, Secret password);

/// Puts the hash of a password that a request's `password` gives among its secrets. It may hold no word of
/// what is `known` of whose it is, such as the mail address, nor of the company's name.
Task<Result<SecretRef>> put_password(Backend& backend, NewSecrets& secrets, Secret password,
                                     std::vector<std::string> known);

/// Sets the password of someone who is there.
Task<Result<Executed>> set_password(Backend& backend, const Call& call, UserId user, Secret password);

}  // namespace kigen::api
