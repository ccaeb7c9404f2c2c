#pragma once

#include <filesystem>
#include <string>

#include "events/core/error.hpp"

namespace kigen::tools {

/// What to do about an error that keeps an installation from being opened, to be put behind it; empty when
/// the error says enough.
std::string advice_for(const Error& error, const std::filesystem::path& config_file);

}  // namespace kigen::tools
