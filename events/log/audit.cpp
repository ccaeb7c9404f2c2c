#include "events/log/audit.hpp"

#include "events/core/base64.hpp"
#include "events/log/checkpoint.hpp"
#include "events/log/tiles.hpp"

namespace kigen::events {
namespace {

std::unexpected<Error> beyond(std::uint64_t wanted, std::uint64_t end) {
  return fail(log_errc::beyond_end, std::to_string(wanted) + " wanted, the log has " + std::to_string(end));
}

Task<Result<Hash>> node_over(EventLog& log, LeafRange range) {
  std::vector<Hash> parts;
  for (const auto& subtree : subtrees_of(range)) {
    const auto slice = slice_of(subtree);
    CO_TRY(const auto tile, co_await log.tile(slice.tile.level, slice.tile.index,
                                              static_cast<std::uint16_t>(slice.first + slice.count)));
    parts.push_back(hash_in(tile, slice));
  }
  co_return join(parts);
}

Task<Result<std::vector<std::string>>> nodes_over(EventLog& log, std::vector<LeafRange> path) {
  std::vector<std::string> nodes;
  for (const auto& range : path) {
    CO_TRY(const auto node, co_await node_over(log, range));
    nodes.push_back(to_base64(node));
  }
  co_return nodes;
}

/// Exactly `count` records, however many reads it takes.
Task<Result<std::vector<Record>>> read_exactly(EventLog& log, Position from, std::size_t count) {
  std::vector<Record> all;
  while (all.size() < count) {
    CO_TRY(auto some, co_await log.read(from + all.size(), count - all.size()));
    if (some.empty()) co_return beyond(from + count, log.end());
    for (auto& record : some) all.push_back(std::move(record));
  }
  co_return all;
}

}  // namespace

Task<Result<InclusionProof>> prove_inclusion(EventLog& log, Position position) {
  CO_TRY(const auto records, co_await read_exactly(log, position, 1));
  CO_TRY(auto note, co_await log.checkpoint());
  CO_TRY(const auto checkpoint, checkpoint_in(note));
  CO_TRY(auto path, co_await nodes_over(log, inclusion_path(position, checkpoint.tree.size)));
  co_return InclusionProof{position, encode_record(records.front()), std::move(path), std::move(note)};
}

Task<Result<ConsistencyProof>> prove_consistency(EventLog& log, std::uint64_t from, std::uint64_t to) {
  if (from == 0 || from > to || to > log.end()) co_return beyond(to, log.end());
  CO_TRY(auto path, co_await nodes_over(log, consistency_path(from, to)));
  co_return ConsistencyProof{from, to, std::move(path)};
}

Task<Result<std::string>> entry_bundle(EventLog& log, std::uint64_t index, std::uint16_t width) {
  if (width == 0 || width > tile_width || index >= log.end())
    co_return beyond(index * tile_width + width, log.end());
  CO_TRY(const auto records, co_await read_exactly(log, index * tile_width, width));
  std::string bundle;
  for (const auto& record : records) {
    const auto bytes = encode_record(record);
    bundle += static_cast<char>(bytes.size() >> 8);
    bundle += static_cast<char>(bytes.size() & 0xff);
    bundle += bytes;
  }
  co_return bundle;
}

}  // namespace kigen::events
