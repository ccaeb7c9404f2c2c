#pragma once

#include <vector>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/secret.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

enum class vault_errc {
  not_found = 1,
  sealed,
  damaged,
  write_failed,
  read_failed,
  too_large,
  no_vault,
  half_changed,  ///< to a master key that is not there
  no_next,       ///< master key, for a change to it
};
std::error_code make_error_code(vault_errc code);

/// Keeps secrets at rest (docs/formats/vault.md). A secret is put before the event that names it is appended,
/// so a crash between the two leaves an unused secret and never a reference to nothing. What nothing refers
/// to is erased in time (docs/decisions/0022-erasure.md).
class Vault {
 public:
  virtual ~Vault() = default;
  /// Durable when it returns. Putting the same reference again replaces the secret.
  virtual Task<Result<>> put(SecretRef ref, Secret secret) = 0;
  virtual Task<Result<Secret>> get(SecretRef ref) = 0;
  /// Erasing what is not there succeeds.
  virtual Task<Result<>> erase(SecretRef ref) = 0;
  /// All that there are, in no order.
  virtual Task<Result<std::vector<SecretRef>>> list() = 0;
};

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::vault_errc> : std::true_type {};
