#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "events/core/error.hpp"

namespace kigen::orchestrator::vault {

/// Puts `bytes` (mode 0600) in place of the file, or leaves the old one: written beside, synced, renamed,
/// folder synced. Fails with write_failed, path and reason. Blocks.
Result<> replace_file(const std::filesystem::path& path, std::string_view bytes);
/// At most `max_bytes`; not_found when it is not there.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);
Result<> sync_folder(const std::filesystem::path& folder);

/// What replace_file leaves behind when it is interrupted ends in this.
inline constexpr std::string_view unfinished_suffix = ".new";

}  // namespace kigen::orchestrator::vault
