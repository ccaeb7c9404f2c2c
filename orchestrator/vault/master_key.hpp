#pragma once

#include <filesystem>

#include "orchestrator/vault/sealing.hpp"

namespace kigen::orchestrator::vault {

/// The key that wraps all others. One line of 64 hex digits in a file of mode 0600, outside the data
/// directory, or the systemd credential of that path. Refuses a file that others than its owner may read.
Result<Key> load_master_key(const std::filesystem::path& file);
/// Makes the file, synced; refuses when there is one.
Result<> create_master_key(const std::filesystem::path& file, Random& random);
/// Puts a fresh key into the file, whole at any moment.
Result<> replace_master_key(const std::filesystem::path& file, Random& random);

}  // namespace kigen::orchestrator::vault
