#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/core/ids.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::api {

/// An API token is "kgn_", its user's id in hex, "_" and 256 random bits: the id finds the user, the SHA-256
/// of the whole is compared with those that the user has.
Secret make_bearer(UserId user, orchestrator::Random& random);
/// The user in a token of that form; none for anything else. Proves nothing.
std::optional<UserId> user_in_bearer(std::string_view token);
/// The token in an Authorization header (RFC 6750 §2.1); none for other schemes.
std::optional<std::string_view> bearer_of(std::string_view authorization);

}  // namespace kigen::api
