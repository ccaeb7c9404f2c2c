#include "events/log/recovery.hpp"

#include <algorithm>

#include "events/log/acknowledged_mark.hpp"

namespace kigen::events {
namespace {

constexpr Position tail_length = 1'024;

Result<std::vector<Record>> read_tail(const Database& database, Position end) {
  const auto first = end - std::min(end, tail_length);
  std::vector<Record> tail;
  while (first + tail.size() < end) {
    const auto at = first + tail.size();
    TRY(const auto stored, database.records(at, end - at));
    if (stored.empty()) return fail(log_errc::corrupt, "record " + std::to_string(at) + " is missing");
    for (const auto& bytes : stored) {
      auto record = decode_record(bytes);
      if (!record || record->position != first + tail.size())
        return fail(log_errc::corrupt, "record " + std::to_string(first + tail.size()) + " is not readable");
      tail.push_back(*std::move(record));
    }
  }
  return tail;
}

}  // namespace

Result<> check_replayable(const std::filesystem::path& folder, rocksdb::Env* env) {
  TRY_DO(AcknowledgedMark::read(folder));
  const auto path = database_in(folder);
  TRY(const auto scan, scan_write_ahead(path, env));
  if (!scan.first_bad) return {};
  TRY(const auto database, Database::open(path, Database::Mode::read_only, env));
  TRY_DO(database->check_replay(scan));
  TRY(const auto end, database->end());
  return check_acknowledged(folder, end);
}

Result<Recovered> recover(const Database& database) {
  Recovered found;
  TRY(found.end, database.end());
  TRY(found.tail, read_tail(database, found.end));
  if (!found.tail.empty()) found.newest = found.tail.back().meta.time;
  const auto leaf = [&](std::uint64_t at) -> Result<Hash> {
    TRY(const auto bytes, database.record(at));
    return leaf_hash(bytes);
  };
  TRY(found.edge, TreeEdge::restore(found.end, leaf, [&](TileId id) { return database.full_tile(id); }));
  return found;
}

Result<Hash> stored_root(const Database& database, const TreeEdge& edge, std::uint64_t size) {
  return root_at(size, [&](TileId id, std::uint16_t width) {
    return read_tile(edge, id, width, [&](TileId full) { return database.full_tile(full); });
  });
}

}  // namespace kigen::events
