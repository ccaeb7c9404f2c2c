#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "events/core/error.hpp"

namespace kigen::orchestrator::vault {

// events/log/files.hpp in the words of the vault: `detail` names path and reason. All of them block.

/// Puts `bytes` (mode 0600) in place of the file so that after any crash the old or the new content is there,
/// whole. write_failed.
Result<> replace_file(const std::filesystem::path& path, std::string_view bytes);
/// Puts the file in place of another one. Durable when it returns. write_failed.
Result<> rename_file(const std::filesystem::path& from, const std::filesystem::path& to);
/// Removing what is not there succeeds. Durable when it returns. write_failed.
Result<> remove_file(const std::filesystem::path& path);
/// not_found when it is not there, damaged when it is longer than `max_bytes`, else read_failed.
Result<std::string> read_file(const std::filesystem::path& path, std::size_t max_bytes);
/// Makes the folder where there is none; its owner alone may enter (0700). write_failed.
Result<> make_folder(const std::filesystem::path& folder);

}  // namespace kigen::orchestrator::vault
