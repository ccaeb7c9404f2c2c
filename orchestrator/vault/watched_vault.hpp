#pragma once

#include "orchestrator/ports/vault.hpp"
#include "orchestrator/runtime/troubles.hpp"

namespace kigen::orchestrator::vault {

/// A vault whose troubles are told: that it cannot be written or read, and which secrets are damaged or gone.
class WatchedVault final : public Vault {
 public:
  WatchedVault(Vault& vault, Troubles& troubles) : vault_(vault), troubles_(troubles) {}

  Task<Result<>> put(SecretRef ref, Secret secret) override;
  Task<Result<Secret>> get(SecretRef ref) override;
  Task<Result<>> erase(SecretRef ref) override;
  Task<Result<std::vector<SecretRef>>> list() override;
  /// Writes, reads and erases a secret of its own: whether a vault that failed works again. Without trouble
  /// it does nothing.
  Task<Result<>> try_again(SecretRef scratch);

 private:
  void note_written(SecretRef ref, const Result<>& outcome);

  Vault& vault_;
  Troubles& troubles_;
};

}  // namespace kigen::orchestrator::vault
