#pragma once

#include <string_view>

namespace kigen::orchestrator::vault {

/// What people choose most often, one a line, in small letters, the most frequent first: made from Debian's
/// python3-zxcvbn.
extern const std::string_view worst_passwords;

}  // namespace kigen::orchestrator::vault
