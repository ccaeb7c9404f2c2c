// Paths of tiles of the log, as monitors ask for them (C2SP tlog-tiles).
#include "api/routes/tile_path.hpp"

#include <spdlog/fmt/fmt.h>

#include "events/core/error.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {
namespace {

/// The path that the specification gives the tile.
std::string text_of(const api::TilePath& path) {
  auto index = fmt::format("{:03}", path.index % 1000);
  for (auto rest = path.index / 1000; rest > 0; rest /= 1000)
    index = fmt::format("x{:03}/{}", rest % 1000, index);
  const auto kind = path.level ? std::to_string(*path.level) : "entries";
  return kind + "/" + index + (path.width < 256 ? fmt::format(".p/{}", path.width) : "");
}

}  // namespace

void try_input(std::string_view input) {
  const auto path = api::parse_tile_path(input);
  if (path) ensure(text_of(*path) == input, "a tile has one path");
}

}  // namespace kigen::fuzz
