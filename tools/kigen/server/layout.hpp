#pragma once

#include <filesystem>

#include "tools/kigen/server/config.hpp"

namespace kigen::tools {

// Where things lie below the configured data directory.
inline std::filesystem::path log_folder(const Config& config) { return config.data / "log"; }
inline std::filesystem::path views_folder(const Config& config) { return config.data / "views"; }
inline std::filesystem::path world_folder(const Config& config) { return config.data / "world"; }
inline std::filesystem::path vault_folder(const Config& config) { return config.data / "vault"; }
/// Where the server answers those who log in to this machine as root or as its own user.
inline std::filesystem::path local_socket(const Config& config) { return config.data / "run" / "kigen.sock"; }
/// SHA-256 of the token that claims the first admin, one line of hex; gone once it was used.
inline std::filesystem::path bootstrap_file(const Config& config) { return config.data / "bootstrap.sha256"; }
/// The browser sessions that a restart finds again.
inline std::filesystem::path sessions_file(const Config& config) { return config.data / "sessions"; }

}  // namespace kigen::tools
