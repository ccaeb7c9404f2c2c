#pragma once

#include <rocksdb/db.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/core/error.hpp"
#include "events/log/event_log.hpp"
#include "events/log/sequencer.hpp"
#include "events/log/tiles.hpp"
#include "events/log/write_ahead.hpp"

namespace kigen::events {

/// The column families. All but `records` and `meta` can be derived from `records`.
enum class Family : std::uint8_t { meta, records, streams, commands, tiles };

/// The entry of `meta` that names the key of the log's checkpoints.
inline constexpr std::string_view verifier_key_entry = "verifierKey";

/// The RocksDB database of a log. Reads on any thread; write() and set_meta() on the appender's only.
/// Storage errors become storage_full, storage_failed or corrupt. On disk: docs/formats/event-log.md.
class Database {
 public:
  enum class Mode : std::uint8_t { read_only, read_write, create };
  /// no_log where there is none, but in mode `create`; then an empty one is made. Other modes than read_only
  /// drop what RocksDB cannot replay: ask check_replayable() before. `env` as in rocksdb::Options; null = the
  /// default.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& path, Mode mode,
                                                rocksdb::Env* env = nullptr);
  ~Database();

  /// Number of records, seen from the last one.
  Result<Position> end() const;
  Result<std::string> record(Position position) const;
  /// Canonical bytes of up to `limit` records from `from` on, at most 16 MiB unless the first is larger.
  Result<std::vector<std::string>> records(Position from, std::size_t limit) const;
  /// Positions of up to `limit` records of a stream from version `from` on.
  Result<std::vector<Position>> versions(const StreamId& stream, Version from, std::size_t limit) const;
  Result<StreamHead> head_of(const StreamId& stream) const;
  Result<std::optional<Appended>> landing_of(const std::string& command_id) const;
  Result<std::string> full_tile(const TileId& tile) const;
  Result<std::optional<std::string>> meta(std::string_view key) const;
  /// All entries of a family in key order, until `use` fails.
  Result<> for_each(Family family,
                    const std::function<Result<>(std::string_view, std::string_view)>& use) const;
  /// `corrupt` when replaying the write-ahead log ended before what stands in it.
  Result<> check_replay(const WriteAheadScan& scan) const;
  /// Reads every block of every table; `corrupt` names the first file with a wrong one.
  Result<> check_files() const;

  /// One atomic, synced write: records with all their index entries, and the tiles they filled.
  Result<> write(const std::vector<NewRecord>& records,
                 const std::unordered_map<std::string, Appended>& commands,
                 const std::vector<FullTile>& tiles);
  Result<> set_meta(const std::vector<std::pair<std::string, std::string>>& entries);

 private:
  Database() = default;
  rocksdb::ColumnFamilyHandle* family(Family family) const {
    return families_[static_cast<std::size_t>(family)];
  }
  Result<std::optional<std::string>> get(Family family, std::string_view key) const;
  std::unique_ptr<rocksdb::Iterator> iterate(Family family, const rocksdb::ReadOptions& options = {}) const;

  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;  // owned; released before db_
};

/// Where a log keeps it.
inline std::filesystem::path database_in(const std::filesystem::path& log) { return log / "db"; }

/// What a RocksDB status means to us; `what` was being done.
Error storage_error(const rocksdb::Status& status, std::string_view what);
/// The same for a file operation of our own that failed.
Error storage_error(const Error& error);

}  // namespace kigen::events
