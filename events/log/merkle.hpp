#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace kigen::events {

/// SHA-256.
using Hash = std::array<std::uint8_t, 32>;

/// Root of the Merkle tree (RFC 6962 §2.1) over the first `size` records.
struct TreeHead {
  std::uint64_t size = 0;
  Hash root = {};
  friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

/// Root of the tree without leaves.
Hash empty_root();
Hash leaf_hash(std::string_view record);
Hash node_hash(const Hash& left, const Hash& right);

/// The complete subtree over the 2^height leaves from index·2^height on: its hash never changes as the log
/// grows.
struct Subtree {
  unsigned height = 0;
  std::uint64_t index = 0;
};

/// The leaves first … last - 1, where the tree's shape makes them one node.
struct LeafRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

/// The complete subtrees that make up a range, left to right.
std::vector<Subtree> subtrees_of(LeafRange range);
/// The node over such subtrees; the empty root when there is none.
Hash join(std::span<const Hash> subtrees);

/// What the nodes of an inclusion proof cover (RFC 6962 §2.1.1), deepest first. index < size.
std::vector<LeafRange> inclusion_path(std::uint64_t index, std::uint64_t size);
/// What the nodes of a consistency proof cover (RFC 6962 §2.1.2). 0 < from ≤ to.
std::vector<LeafRange> consistency_path(std::uint64_t from, std::uint64_t to);

/// Whether `proof` shows `leaf` at `index` of the tree (RFC 9162 §2.1.3.2).
bool proves_inclusion(const Hash& leaf, std::uint64_t index, const TreeHead& tree,
                      std::span<const Hash> proof);
/// Whether `proof` shows `older` to be a prefix of `newer` (RFC 9162 §2.1.4.2).
bool proves_consistency(const TreeHead& older, const TreeHead& newer, std::span<const Hash> proof);

}  // namespace kigen::events
