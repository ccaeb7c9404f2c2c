#pragma once

#include <string>
#include <string_view>

#include "orchestrator/vault/sealing.hpp"

namespace kigen::orchestrator::vault {

// The vault's files, byte by byte: docs/formats/vault.md. `name` is that of the file, which is authenticated.

inline constexpr std::size_t max_secret_bytes = 1u << 20;
/// Of a secret's file, and of the others.
inline constexpr std::size_t max_file_bytes = 4 + (12 + 32 + 16) + 12 + max_secret_bytes + 16;

/// A secret under a data key of its own, which the master key wraps.
std::string secret_file(const Key& master, const Secret& secret, std::string_view name, Random& random);
/// None when the master key is not the one that wraps it, or the file is damaged.
std::optional<Key> data_key_in(std::string_view file, const Key& master, std::string_view name);
/// None when the file is damaged.
std::optional<Secret> secret_in(std::string_view file, const Key& data_key, std::string_view name);
/// The same secret under the same data key, wrapped by another master key.
std::string rewrapped(std::string_view file, const Key& data_key, const Key& master, std::string_view name,
                      Random& random);

/// Tells whether a master key is the one that it was made with.
std::string check_file(const Key& master, std::string_view name, Random& random);
bool is_checked_by(std::string_view file, const Key& master, std::string_view name);

}  // namespace kigen::orchestrator::vault
