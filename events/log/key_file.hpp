#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "events/core/error.hpp"

namespace kigen::events {

/// The only line of a file that is nobody else's to read (events/core/exposure.hpp); bad_key_file otherwise.
Result<std::string> read_key_file(const std::filesystem::path& path);
/// Makes the file with mode 0600, synced; refuses when there is one.
Result<> write_key_file(const std::filesystem::path& path, std::string_view line);

}  // namespace kigen::events
