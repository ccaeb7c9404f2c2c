#include "events/log/tiles.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "events/log/event_log.hpp"

namespace kigen::events {
namespace {

std::vector<Hash> hashes_in(std::string_view tile, std::size_t first, std::size_t count) {
  std::vector<Hash> hashes(count);
  ensure(tile.size() >= (first + count) * sizeof(Hash), "a tile is shorter than the hashes read from it");
  std::memcpy(hashes.data(), tile.data() + first * sizeof(Hash), count * sizeof(Hash));
  return hashes;
}

/// Root over a power of two of hashes.
Hash root_over(std::vector<Hash> hashes) {
  while (hashes.size() > 1) {
    for (std::size_t i = 0; i < hashes.size() / 2; ++i)
      hashes[i] = node_hash(hashes[2 * i], hashes[2 * i + 1]);
    hashes.resize(hashes.size() / 2);
  }
  return hashes.front();
}

/// Number of complete subtrees of height 8·level.
std::uint64_t entries_at(unsigned level, std::uint64_t size) {
  return level * tile_height < 64 ? size >> (level * tile_height) : 0;
}

}  // namespace

TileSlice slice_of(const Subtree& subtree) {
  const auto rest = subtree.height % tile_height;
  const auto entry = subtree.index << rest;
  return {{static_cast<std::uint8_t>(subtree.height / tile_height), entry / tile_width},
          static_cast<std::uint16_t>(entry % tile_width),
          static_cast<std::uint16_t>(1u << rest)};
}

Hash hash_in(std::string_view tile, const TileSlice& slice) {
  return root_over(hashes_in(tile, slice.first, slice.count));
}

std::uint16_t width_of(const TileId& tile, std::uint64_t size) {
  const auto entries = entries_at(tile.level, size);
  if (tile.index > entries / tile_width) return 0;
  return static_cast<std::uint16_t>(std::min(tile_width, entries - tile.index * tile_width));
}

std::string tile_bytes(std::span<const Hash> hashes) {
  return {reinterpret_cast<const char*>(hashes.data()), hashes.size_bytes()};
}

Hash tile_root(std::string_view tile) { return root_over(hashes_in(tile, 0, tile_width)); }

void TreeEdge::append(const Hash& leaf, std::vector<FullTile>& full) {
  ++size_;
  Hash entry = leaf;
  for (std::uint8_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    auto& tile = levels_[level];
    tile.push_back(entry);
    if (tile.size() < tile_width) return;
    full.push_back({{level, entries_at(level + 1u, size_) - 1}, tile_bytes(tile)});
    entry = root_over(std::exchange(tile, {}));
  }
}

TreeHead TreeEdge::head() const {
  std::vector<Hash> subtrees;  // right to left
  for (const auto& level : levels_) {
    const auto parts = subtrees_of({0, level.size()});
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      const auto first = level.begin() + static_cast<std::ptrdiff_t>(part->index << part->height);
      subtrees.push_back(root_over({first, first + (std::ptrdiff_t{1} << part->height)}));
    }
  }
  std::ranges::reverse(subtrees);
  return {size_, join(subtrees)};
}

std::vector<Hash> TreeEdge::partial(std::uint8_t level) const {
  return level < levels_.size() ? levels_[level] : std::vector<Hash>{};
}

Result<TreeEdge> TreeEdge::restore(std::uint64_t size, const std::function<Result<Hash>(std::uint64_t)>& leaf,
                                   const std::function<Result<std::string>(TileId)>& full_tile) {
  TreeEdge edge;
  edge.size_ = size;
  for (std::uint8_t level = 0; entries_at(level, size) > 0; ++level) {
    auto& tile = edge.levels_.emplace_back();
    const auto entries = entries_at(level, size);
    for (auto at = entries - entries % tile_width; at < entries; ++at) {
      if (level == 0) {
        TRY(tile.emplace_back(), leaf(at));
      } else {
        TRY(const auto below, full_tile({static_cast<std::uint8_t>(level - 1), at}));
        tile.push_back(tile_root(below));
      }
    }
  }
  return edge;
}

Result<std::string> read_tile(const TreeEdge& edge, const TileId& tile, std::uint16_t width,
                              const std::function<Result<std::string>(TileId)>& full_tile) {
  const auto available = width_of(tile, edge.size());
  if (width == 0 || width > available)
    return fail(log_errc::beyond_end, "level " + std::to_string(tile.level) + ", tile " +
                                          std::to_string(tile.index) + " has " + std::to_string(available) +
                                          " hashes in a log of " + std::to_string(edge.size()));
  if (available < tile_width) return tile_bytes(edge.partial(tile.level)).substr(0, width * sizeof(Hash));
  TRY(auto bytes, full_tile(tile));
  bytes.resize(width * sizeof(Hash));
  return bytes;
}

Result<Hash> root_at(std::uint64_t size,
                     const std::function<Result<std::string>(TileId, std::uint16_t)>& tile) {
  std::vector<Hash> subtrees;
  for (const auto& subtree : subtrees_of({0, size})) {
    const auto slice = slice_of(subtree);
    TRY(const auto bytes, tile(slice.tile, static_cast<std::uint16_t>(slice.first + slice.count)));
    subtrees.push_back(hash_in(bytes, slice));
  }
  return join(subtrees);
}

}  // namespace kigen::events
