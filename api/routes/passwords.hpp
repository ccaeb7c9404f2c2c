#pragma once

#include "api/backend.hpp"
#include "api/server/execute.hpp"
#include "api/server/route.hpp"
#include "events/core/secret.hpp"

namespace kigen::api {

/// Whether `password` is the one whose hash is at `stored`. Without `stored` it takes as long and is wrong,
/// so that the time tells nobody which accounts exist.
Task<Result<bool>> is_password(Backend& backend, std::optional<SecretRef> stored, Secret password);

/// Hashes, keeps and sets a password; `at`: only if the user's stream is at this version.
Task<Result<Executed>> set_password(Backend& backend, const Call& call, UserId user, Secret password,
                                    Manner manner = {});

}  // namespace kigen::api
