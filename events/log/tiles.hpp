#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "events/log/merkle.hpp"

namespace kigen::events {

/// C2SP tlog-tiles: tile `index` of `level` holds the hashes of up to 256 complete subtrees of height
/// 8·level.
struct TileId {
  std::uint8_t level = 0;
  std::uint64_t index = 0;
  friend auto operator<=>(const TileId&, const TileId&) = default;
};

inline constexpr unsigned tile_height = 8;
inline constexpr std::uint64_t tile_width = 1u << tile_height;

/// Where the hashes that a subtree is computed from lie: entries first … first + count - 1 of a tile.
struct TileSlice {
  TileId tile = {};
  std::uint16_t first = 0;
  std::uint16_t count = 1;
};
TileSlice slice_of(const Subtree& subtree);
/// The subtree's hash from its tile's bytes, which must reach to the slice's end.
Hash hash_in(std::string_view tile, const TileSlice& slice);
/// How many hashes the tile has in a tree of `size` leaves: 0 to 256.
std::uint16_t width_of(const TileId& tile, std::uint64_t size);

std::string tile_bytes(std::span<const Hash> hashes);
/// Root over a full tile.
Hash tile_root(std::string_view tile);

struct FullTile {
  TileId id = {};
  std::string bytes = {};  ///< 8,192
};

/// The growing right edge of the tree: all that is needed to add leaves and to know the root.
class TreeEdge {
 public:
  /// Adds one leaf; tiles that it fills leave the edge through `full`.
  void append(const Hash& leaf, std::vector<FullTile>& full);

  std::uint64_t size() const { return size_; }
  TreeHead head() const;
  /// The hashes of the not yet full tile of `level`.
  std::vector<Hash> partial(std::uint8_t level) const;

  /// The edge of a stored tree of `size` leaves, from the leaves and full tiles below it.
  static Result<TreeEdge> restore(std::uint64_t size, const std::function<Result<Hash>(std::uint64_t)>& leaf,
                                  const std::function<Result<std::string>(TileId)>& full_tile);

 private:
  std::uint64_t size_ = 0;
  std::vector<std::vector<Hash>> levels_ = {};
};

/// `width` hashes of a tile, from the edge or the stored full tiles; beyond_end when the tree is not that
/// large.
Result<std::string> read_tile(const TreeEdge& edge, const TileId& tile, std::uint16_t width,
                              const std::function<Result<std::string>(TileId)>& full_tile);

/// Root over the first `size` leaves of the tree, from its tiles.
Result<Hash> root_at(std::uint64_t size,
                     const std::function<Result<std::string>(TileId, std::uint16_t)>& tile);

}  // namespace kigen::events
