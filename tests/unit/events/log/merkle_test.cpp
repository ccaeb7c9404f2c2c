#include "events/log/merkle.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <map>

#include "events/core/base64.hpp"
#include "events/log/event_log.hpp"
#include "events/log/tiles.hpp"

namespace kigen::events {
namespace {

/// RFC 6962 §2.1, word for word.
Hash naive_root(std::span<const Hash> leaves) {
  if (leaves.empty()) return empty_root();
  if (leaves.size() == 1) return leaves[0];
  const auto k = std::bit_floor(leaves.size() - 1);
  return node_hash(naive_root(leaves.first(k)), naive_root(leaves.subspan(k)));
}

/// RFC 6962 §2.1.1, word for word.
std::vector<Hash> naive_path(std::size_t m, std::span<const Hash> leaves) {
  if (leaves.size() == 1) return {};
  const auto k = std::bit_floor(leaves.size() - 1);
  auto path = m < k ? naive_path(m, leaves.first(k)) : naive_path(m - k, leaves.subspan(k));
  path.push_back(naive_root(m < k ? leaves.subspan(k) : leaves.first(k)));
  return path;
}

/// RFC 6962 §2.1.2, word for word.
std::vector<Hash> naive_consistency(std::size_t m, std::span<const Hash> leaves, bool whole) {
  if (m == leaves.size()) return whole ? std::vector<Hash>{} : std::vector{naive_root(leaves)};
  const auto k = std::bit_floor(leaves.size() - 1);
  auto proof = m <= k ? naive_consistency(m, leaves.first(k), whole)
                      : naive_consistency(m - k, leaves.subspan(k), false);
  proof.push_back(naive_root(m <= k ? leaves.subspan(k) : leaves.first(k)));
  return proof;
}

std::vector<Hash> some_leaves(std::size_t count) {
  std::vector<Hash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
  return leaves;
}

/// A tree built leaf by leaf, with its full tiles.
struct Built {
  TreeEdge edge;
  std::map<TileId, std::string> full;

  explicit Built(std::span<const Hash> leaves) {
    for (const auto& leaf : leaves) {
      std::vector<FullTile> filled;
      edge.append(leaf, filled);
      for (auto& tile : filled) EXPECT_TRUE(full.emplace(tile.id, tile.bytes).second);
    }
  }
  Result<std::string> full_tile(TileId id) const { return full.at(id); }
  Result<std::string> tile(TileId id, std::uint16_t width) const {
    return read_tile(edge, id, width, [this](TileId full_id) { return full_tile(full_id); });
  }
};

std::vector<Hash> nodes(const Built& built, const std::vector<LeafRange>& path) {
  std::vector<Hash> found;
  for (const auto& range : path) {
    std::vector<Hash> parts;
    for (const auto& subtree : subtrees_of(range)) {
      const auto slice = slice_of(subtree);
      parts.push_back(
          hash_in(*built.tile(slice.tile, static_cast<std::uint16_t>(slice.first + slice.count)), slice));
    }
    found.push_back(join(parts));
  }
  return found;
}

std::string root_text(const Hash& hash) { return to_base64(hash); }

TEST(Merkle, known_hashes) {
  // SHA-256 of nothing, and of one zero byte.
  EXPECT_EQ(root_text(empty_root()), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  EXPECT_EQ(root_text(leaf_hash("")), "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
}

TEST(Merkle, the_edge_has_the_root_of_every_size) {
  const auto leaves = some_leaves(1'100);
  TreeEdge edge;
  std::vector<FullTile> full;
  for (std::size_t size = 0; size < leaves.size(); ++size) {
    ASSERT_EQ(edge.head(), (TreeHead{size, naive_root(std::span(leaves).first(size))})) << size;
    edge.append(leaves[size], full);
  }
  EXPECT_EQ(full.size(), 4u);
}

TEST(Merkle, inclusion_proofs_are_those_of_the_rfc) {
  const auto leaves = some_leaves(70);
  for (std::size_t size = 1; size <= leaves.size(); ++size) {
    const auto part = std::span(leaves).first(size);
    const Built built(part);
    for (std::size_t index = 0; index < size; ++index) {
      const auto proof = nodes(built, inclusion_path(index, size));
      ASSERT_EQ(proof, naive_path(index, part)) << index << " of " << size;
      ASSERT_TRUE(proves_inclusion(leaves[index], index, built.edge.head(), proof));
      ASSERT_FALSE(proves_inclusion(leaves[index], index + 1, built.edge.head(), proof));
      ASSERT_FALSE(proves_inclusion(leaf_hash("other"), index, built.edge.head(), proof));
    }
  }
}

TEST(Merkle, consistency_proofs_are_those_of_the_rfc) {
  const auto leaves = some_leaves(70);
  for (std::size_t to = 1; to <= leaves.size(); ++to) {
    const auto part = std::span(leaves).first(to);
    const Built built(part);
    for (std::size_t from = 1; from <= to; ++from) {
      const TreeHead older{from, naive_root(part.first(from))};
      auto proof = nodes(built, consistency_path(from, to));
      ASSERT_EQ(proof, naive_consistency(from, part, true)) << from << " to " << to;
      ASSERT_TRUE(proves_consistency(older, built.edge.head(), proof));
      ASSERT_FALSE(proves_consistency({from, leaf_hash("other")}, built.edge.head(), proof));
      if (proof.empty()) continue;
      proof.back()[0] ^= 1;
      ASSERT_FALSE(proves_consistency(older, built.edge.head(), proof));
    }
  }
}

TEST(Merkle, tiles_of_a_large_tree_hold_every_root) {
  constexpr std::size_t size = 65'536 + 256 + 3;  // three levels of tiles
  const auto leaves = some_leaves(size);
  const Built built(leaves);
  const auto whole = std::span(leaves);
  for (const std::size_t at : {1ul, 255ul, 256ul, 257ul, 4'097ul, 65'535ul, 65'536ul, 65'537ul, size})
    EXPECT_EQ(*root_at(at, [&](TileId id, std::uint16_t width) { return built.tile(id, width); }),
              naive_root(whole.first(at)))
        << at;
  EXPECT_EQ(width_of({2, 0}, size), 1u);
  EXPECT_EQ(width_of({1, 1}, size), 1u);
  EXPECT_EQ(width_of({0, 257}, size), 3u);
  EXPECT_EQ(width_of({0, 258}, size), 0u);

  const auto proof = nodes(built, inclusion_path(65'700, size));
  EXPECT_EQ(proof, naive_path(65'700, whole));
  EXPECT_TRUE(proves_inclusion(leaves[65'700], 65'700, built.edge.head(), proof));
}

TEST(Merkle, the_edge_comes_back_from_leaves_and_full_tiles) {
  for (const std::size_t size : {0ul, 1ul, 255ul, 256ul, 300ul, 512ul, 66'000ul}) {
    const auto leaves = some_leaves(size);
    Built built(leaves);
    auto restored = TreeEdge::restore(
        size, [&](std::uint64_t at) -> Result<Hash> { return leaves[at]; },
        [&](TileId id) { return built.full_tile(id); });
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->head(), built.edge.head());
    std::vector<FullTile> ours, theirs;
    for (int i = 0; i < 300; ++i) {
      built.edge.append(leaf_hash("more"), ours);
      restored->append(leaf_hash("more"), theirs);
    }
    EXPECT_EQ(restored->head(), built.edge.head()) << size;
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) EXPECT_EQ(ours[i].bytes, theirs[i].bytes);
  }
}

}  // namespace
}  // namespace kigen::events
