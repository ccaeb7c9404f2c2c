#include "events/log/merkle.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <memory>
#include <string_view>

#include "events/core/error.hpp"

namespace kigen::events {
namespace {

/// The algorithm is looked up once: that takes longer than hashing a record.
const EVP_MD* sha256_algorithm() {
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free);
  return algorithm.get();
}

/// Of the parts, one behind the other.
Hash sha256(std::initializer_list<std::span<const std::uint8_t>> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                     EVP_MD_CTX_free);
  Hash hash;
  bool done = EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) == 1;
  for (const auto& part : parts)
    done = done && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  ensure(done && EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1, "SHA-256 is at hand");
  return hash;
}

constexpr std::array<std::uint8_t, 1> leaf_prefix{0};
constexpr std::array<std::uint8_t, 1> node_prefix{1};

/// The largest power of two below n; n > 1.
std::uint64_t split_of(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Hash empty_root() { return sha256({}); }

Hash leaf_hash(std::string_view record) {
  return sha256({leaf_prefix, {reinterpret_cast<const std::uint8_t*>(record.data()), record.size()}});
}

Hash node_hash(const Hash& left, const Hash& right) { return sha256({node_prefix, left, right}); }

std::vector<Subtree> subtrees_of(LeafRange range) {
  std::vector<Subtree> subtrees;
  for (auto at = range.first; at < range.last;) {
    const auto height = static_cast<unsigned>(std::bit_width(range.last - at)) - 1;
    subtrees.push_back({height, at >> height});
    at += std::uint64_t{1} << height;
  }
  return subtrees;
}

Hash join(std::span<const Hash> subtrees) {
  if (subtrees.empty()) return empty_root();
  Hash node = subtrees.back();
  for (std::size_t i = subtrees.size() - 1; i-- > 0;) node = node_hash(subtrees[i], node);
  return node;
}

std::vector<LeafRange> inclusion_path(std::uint64_t index, std::uint64_t size) {
  std::vector<LeafRange> path;
  for (LeafRange here{0, size}; here.last - here.first > 1;) {
    const auto middle = here.first + split_of(here.last - here.first);
    const bool left = index < middle;
    path.push_back(left ? LeafRange{middle, here.last} : LeafRange{here.first, middle});
    (left ? here.last : here.first) = middle;
  }
  std::ranges::reverse(path);
  return path;
}

std::vector<LeafRange> consistency_path(std::uint64_t from, std::uint64_t to) {
  std::vector<LeafRange> path;
  LeafRange here{0, to};
  while (here.last != from) {
    const auto middle = here.first + split_of(here.last - here.first);
    const bool left = from <= middle;
    path.push_back(left ? LeafRange{middle, here.last} : LeafRange{here.first, middle});
    (left ? here.last : here.first) = middle;
  }
  if (here.first != 0) path.push_back(here);  // else the node is the older root itself, which the reader has
  std::ranges::reverse(path);
  return path;
}

bool proves_inclusion(const Hash& leaf, std::uint64_t index, const TreeHead& tree,
                      std::span<const Hash> proof) {
  if (index >= tree.size) return false;
  auto fn = index, sn = tree.size - 1;
  Hash r = leaf;
  for (const auto& p : proof) {
    if (sn == 0) return false;
    if ((fn & 1) || fn == sn) {
      r = node_hash(p, r);
      while (!(fn & 1) && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      r = node_hash(r, p);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && r == tree.root;
}

bool proves_consistency(const TreeHead& older, const TreeHead& newer, std::span<const Hash> proof) {
  if (older.size == 0 || older.size > newer.size) return false;
  if (older.size == newer.size) return proof.empty() && older.root == newer.root;
  std::vector<Hash> path(proof.begin(), proof.end());
  if (std::has_single_bit(older.size)) path.insert(path.begin(), older.root);
  if (path.empty()) return false;
  auto fn = older.size - 1, sn = newer.size - 1;
  while (fn & 1) fn >>= 1, sn >>= 1;
  Hash fr = path[0], sr = path[0];
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (sn == 0) return false;
    if ((fn & 1) || fn == sn) {
      fr = node_hash(path[i], fr);
      sr = node_hash(path[i], sr);
      while (!(fn & 1) && fn != 0) fn >>= 1, sn >>= 1;
    } else {
      sr = node_hash(sr, path[i]);
    }
    fn >>= 1, sn >>= 1;
  }
  return sn == 0 && fr == older.root && sr == newer.root;
}

}  // namespace kigen::events
