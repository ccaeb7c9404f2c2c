#pragma once

#include <vector>

#include "events/core/error.hpp"
#include "events/log/database.hpp"
#include "events/log/tiles.hpp"

namespace kigen::events {

/// A log as it is found on disk.
struct Recovered {
  Position end = 0;
  Instant newest = {};  ///< time of the last record
  TreeEdge edge = {};
  std::vector<Record> tail = {};  ///< up to 1,024 last records
};

/// Before the database in `folder` is opened for writing, which drops what stands behind the first damaged
/// place of the write-ahead log, and with it what proves that it was there: `corrupt` when that is more than
/// one torn write that nobody was told of. Changes nothing.
Result<> check_replayable(const std::filesystem::path& folder, rocksdb::Env* env);

/// Reads what appending needs; `corrupt` when the tail has a gap or undecodable bytes.
Result<Recovered> recover(const Database& database);

/// Root over the first `size` records, from the database's tiles and the edge.
Result<Hash> stored_root(const Database& database, const TreeEdge& edge, std::uint64_t size);

}  // namespace kigen::events
