#pragma once

#include <filesystem>

#include "orchestrator/vault/master_source.hpp"

namespace kigen::tests {

/// The vault in a folder, by key file or, where there is one, by passphrase.
inline orchestrator::vault::MasterSource rotated_source(const std::filesystem::path& folder) {
  const auto passphrase = folder / "passphrase";
  if (std::filesystem::exists(passphrase)) return {folder / "vault", {}, passphrase};
  return {folder / "vault", folder / "master.key", {}};
}

}  // namespace kigen::tests
