#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/fair_mutex.hpp"
#include "events/core/ids.hpp"
#include "projections/store/batch.hpp"

namespace rocksdb {
class Env;
}

namespace kigen::projections {

/// Keys from `first` (inclusive) to `end` (exclusive).
struct KeyRange {
  std::string first = {};
  std::string end = {};
};
/// All keys that begin with `prefix`, which must not be all 0xFF.
KeyRange keys_with(std::string_view prefix);
/// All keys of tables, whose names start with a letter.
KeyRange all_rows();

/// Entries in the order of what their keys have behind `prefix_size` bytes.
struct KeyList {
  KeyRange range = {};
  std::size_t prefix_size = 0;
};

enum class Direction : std::uint8_t { forward, backward };

/// The RocksDB of the views, with the number of records that its rows reflect. It is not synced and keeps no
/// write-ahead log: what a crash takes with it is folded again from the event log, because rows and position
/// are always of one state. Reads on any thread; commit on one at a time.
class Store {
 public:
  /// Makes the folder. Reads all of it: rows that are damaged or were written under another `generation` are
  /// thrown away first, and position() is 0. On a disk that can only be read, rows that are worth something
  /// can be read, and commit() fails until the disk takes them. store_failed: the disk cannot be read, or
  /// another process has the folder. `env` stands in for the disk in tests, and must outlive the store.
  static Result<std::unique_ptr<Store>> open(const std::filesystem::path& folder,
                                             const std::string& generation, rocksdb::Env* env = nullptr);
  static Result<std::unique_ptr<Store>> in_memory();
  /// position() of a store that nobody uses; none when there is no such store, or it cannot be read. Changes
  /// nothing.
  static std::optional<Position> stored_position(const std::filesystem::path& folder);
  ~Store();

  Result<std::optional<std::string>> get(std::string_view key) const;
  /// Calls `use` with each key and value of the range, until it returns false.
  Result<> scan(const KeyRange& range, Direction direction,
                const std::function<bool(std::string_view key, std::string_view value)>& use) const;

  /// The same of several lists, whose entries come as if they were in one list: `rest` is the key without the
  /// list's prefix.
  Result<> merge(std::span<const KeyList> lists, Direction direction,
                 const std::function<bool(std::string_view rest, std::string_view value)>& use) const;

  /// Writes `batch` and the position at once; then, queries still locked out, calls `publish`. store_failed:
  /// nothing of it is there; try the same again once the disk works.
  Result<> commit(const Batch& batch, Position position, const std::function<void()>& publish);

  /// While it is held, rows, position() and what views keep in memory stay of one state. Hold it briefly.
  ReadLock reading() const NO_THREAD_SAFETY_ANALYSIS;  // it is held when this returns
  /// Number of records reflected. Under reading(), or on the committing thread.
  Position position() const NO_THREAD_SAFETY_ANALYSIS;  // there nobody else writes it

 private:
  struct Impl;
  explicit Store(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace kigen::projections
