#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "orchestrator/vault/sealing.hpp"

namespace kigen::orchestrator::vault {

// The files of a vault besides its secrets.

/// Tells whether a master key is the vault's.
inline constexpr std::string_view master_check_file = "master.check";
/// The same of the key that the vault changes to: while it is there, some secrets may be wrapped by that one.
inline constexpr std::string_view master_next_file = "master.next";
/// How a passphrase becomes the master key, and the next one.
inline constexpr std::string_view derivation_file = "master.kdf";
inline constexpr std::string_view next_derivation_file = "master.kdf.next";

/// What a vault may have to be opened with: its master key, and the one that it changes to
/// (orchestrator/vault/rotation.hpp).
struct MasterKeys {
  MasterKeys(Key the_current) : current(std::move(the_current)) {}
  Key current;
  std::optional<Key> next = {};
};

/// Where the master key of a vault comes from: a file with the key, or one with a passphrase for it.
struct MasterSource {
  std::filesystem::path vault = {};  ///< its folder
  std::filesystem::path key_file = {};
  std::filesystem::path passphrase_file = {};  ///< where there is no key file

  const std::filesystem::path& file() const { return key_file.empty() ? passphrase_file : key_file; }
  /// Where the next one lies until the vault has changed to it.
  std::filesystem::path next_file() const { return file().string() + ".next"; }
};

/// The master key, and the next one while the vault changes to it. Blocks; may need 256 MiB for a second or
/// two.
Result<MasterKeys> load_master_keys(const MasterSource& source, Random& random);
/// The next one, whether the vault changes to it or not. Blocks likewise.
Result<Key> load_next_key(const MasterSource& source, Random& random);

/// Whether the vault's master key is being changed.
bool is_rotating(const std::filesystem::path& vault);

/// The one of the keys that wraps what is written to the vault. sealed: none of them. half_changed: some
/// secrets may be wrapped by a key that is not among them. not_found: nothing tells.
Result<const Key*> wrapping_key(const std::filesystem::path& vault, const MasterKeys& keys);

}  // namespace kigen::orchestrator::vault
