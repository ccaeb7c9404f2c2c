#pragma once

#include <span>

#include "api/console/assets.hpp"

namespace kigen::api::console {

/// All files, sorted by path. Defined by the source that embed.cmake generates.
extern const std::span<const Asset> embedded_assets;

}  // namespace kigen::api::console
