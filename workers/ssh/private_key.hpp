#pragma once

#include "events/core/error.hpp"
#include "events/core/secret.hpp"

namespace kigen::workers::ssh {

/// Whether a login can be made with this key: Ed25519 or ECDSA, without passphrase, in OpenSSH's format or
/// PEM. Fails with unsupported_key and what to do.
Result<> accept_private_key(const Secret& key);

}  // namespace kigen::workers::ssh
