#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kigen::api {

/// What a path of C2SP tlog-tiles names: "<level>/<index>[.p/<width>]", or "entries/<index>[.p/<width>]".
struct TilePath {
  std::optional<std::uint8_t> level = {};  ///< none: an entry bundle
  std::uint64_t index = 0;
  std::uint16_t width = 256;  ///< less for a partial one
};
/// None unless the text is exactly the path that the specification gives the tile.
std::optional<TilePath> parse_tile_path(std::string_view text);

}  // namespace kigen::api
