#pragma once

#include "tools/kigen/server/config.hpp"

namespace kigen::tools {

/// Refuses (exposed) a configuration at `file` that others may change, and whatever it names that they may
/// read or change though they should not. What is not there is refused by who needs it.
Result<> check_privacy(const Config& config, const std::filesystem::path& file);

}  // namespace kigen::tools
