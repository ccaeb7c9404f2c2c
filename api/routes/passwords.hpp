#pragma once

#include "api/backend.hpp"
#include "api/routes/new_secret.hpp"
#include "api/server/execute.hpp"
#include "api/server/route.hpp"
#include "api/session/gate.hpp"
#include "events/core/secret.hpp"

namespace kigen::api {

/// Whether `password` is the one whose hash is at `stored`. Without `stored` it takes as long and is wrong,
/// so that the time tells nobody which accounts exist.
Task<Result<bool>> is_password(Backend& backend, std::optional<SecretRef> stored, Secret password);

/// A try at somebody's password.
struct PasswordTry {
  Knock knock = {};
  bool is_known = false;  ///< the account is a user's who has a password
  /// The account's hash; of one that is not known anybody else's, so that looking takes as long.
  std::optional<SecretRef> stored = {};
  Secret password = {};
};
/// Fails with throttled, busy or wrong_login; what went wrong is taken down.
Task<Result<>> try_password(Backend& backend, Gate& gate, PasswordTry given);

/// Puts the hash of a password that a request's `password` gives among its secrets. It may hold no word of
/// what is `known` of whose it is, such as the mail address, nor of the company's name.
Task<Result<SecretRef>> put_password(Backend& backend, NewSecrets& secrets, Secret password,
                                     std::vector<std::string> known);

/// Sets the password of someone who is there.
Task<Result<Executed>> set_password(Backend& backend, const Call& call, UserId user, Secret password);

}  // namespace kigen::api
