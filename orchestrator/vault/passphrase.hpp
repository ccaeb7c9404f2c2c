#pragma once

#include <filesystem>

#include "orchestrator/vault/sealing.hpp"

namespace kigen::orchestrator::vault {

/// The master key of the vault in `vault_folder` from a passphrase: Argon2id (RFC 9106), costs and salt in
/// <vault_folder>/master.kdf, which is made where the vault is new (docs/formats/vault.md). The passphrase is
/// the one line of `file`, read as load_master_key reads a key. sealed: the vault was made with a key file.
/// Needs 256 MiB for about a second; blocks.
Result<Key> derive_master_key(const std::filesystem::path& file, const std::filesystem::path& vault_folder,
                              Random& random);
/// The one that the vault changes to: its salt is in <vault_folder>/master.kdf.next, made where there is
/// none.
Result<Key> derive_next_master_key(const std::filesystem::path& file,
                                   const std::filesystem::path& vault_folder, Random& random);

}  // namespace kigen::orchestrator::vault
