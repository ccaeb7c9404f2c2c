#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "events/core/error.hpp"

namespace rocksdb {
class Env;
}

namespace kigen::events {

/// What lies in the write-ahead log files of a RocksDB database, whatever RocksDB itself would make of them.
/// It replays up to the first place that it cannot read and drops the rest without a word; what it dropped is
/// told by comparing `last_sequence` with where its replay ended.
struct WriteAheadScan {
  struct BadPlace {
    std::string file = {};  ///< its name in the database's folder
    std::uint64_t offset = 0;
  };
  /// The first place that is not a whole physical record; a write that a crash tore looks like this, too.
  std::optional<BadPlace> first_bad = {};
  /// Number of the last change in any whole write batch, before or behind the bad place; 0 = none.
  std::uint64_t last_sequence = 0;
};

/// Reads all of them, at most 64 KiB at a time. The format: "Write Ahead Log File Format" and write_batch.cc
/// of RocksDB 7.8; files are never recycled or compressed here. A folder that is not there has none.
Result<WriteAheadScan> scan_write_ahead(const std::filesystem::path& database, rocksdb::Env* env = nullptr);

}  // namespace kigen::events
