#pragma once

#include "events/core/error.hpp"
#include "events/core/secret.hpp"

namespace kigen::orchestrator::pki {

/// Whether an SSH login can be made with this key: Ed25519 or ECDSA, without passphrase, in OpenSSH's format
/// or PEM. Fails with unusable_login_key and what to do.
Result<> check_login_key(const Secret& key);

}  // namespace kigen::orchestrator::pki
