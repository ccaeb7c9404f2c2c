#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/core/task.hpp"
#include "events/log/merkle.hpp"
#include "events/log/record.hpp"
#include "events/log/stream_append.hpp"

namespace kigen::events {

enum class log_errc {
  version_conflict = 1,  ///< the stream, or the log, has moved on
  invalid_append,        ///< empty, malformed stream name, record too large
  storage_full,          ///< intake stopped: no room; heals by itself
  storage_failed,        ///< intake stopped: a write or sync failed; heals after reopening
  corrupt,               ///< stored bytes contradict themselves
  closed,                ///< the log is shutting down
  overloaded,            ///< too many appends wait already
  in_use,                ///< another process has the data directory open
  no_log,                ///< there is none where one should be
  beyond_end,            ///< the log has no such record or tile yet
  bad_key_file,          ///< the signing key or verifier key cannot be used
  bad_signature,         ///< a checkpoint is malformed or not signed by the log's key
};
std::error_code make_error_code(log_errc code);

/// All or nothing. At most 1,000 events; a stream at most once.
struct AppendRequest {
  std::vector<StreamAppend> streams;
  Metadata meta;
  /// Where the first event must land; anywhere else is a version_conflict. Who decided on all that stands
  /// before it says so, and is not stored behind a gap.
  std::optional<Position> at = {};
};

/// Where an append landed: its events have the dense positions first … first + count - 1, in request order.
struct Appended {
  Position first = 0;
  std::uint32_t count = 0;
  bool repeated = false;  ///< the command id was seen before; nothing was written now
  Position last() const { return first + count - 1; }
};

inline constexpr std::size_t max_append_events = 1'000;

enum class Intake : std::uint8_t { open, full, failed, closed };

/// Append-only store of all streams. Thread-safe: append and the reads may be called from any executor and
/// resume on the caller's. One appender assigns positions. On disk: docs/formats/event-log.md.
class EventLog {
 public:
  virtual ~EventLog() = default;

  /// Durable (synced) when it returns. Cancelling the caller does not take back an append under way.
  virtual Task<Result<Appended>> append(AppendRequest request) = 0;
  /// Several, in this order and nothing in between, in one synced write where the log can. Ends at the first
  /// that fails: those before it may be kept, those behind it are not.
  virtual Task<Result<std::vector<Appended>>> append_all(std::vector<AppendRequest> requests);

  /// Up to `limit` durable records from `from` on, in order; empty at the end.
  virtual Task<Result<std::vector<Record>>> read(Position from, std::size_t limit) = 0;
  /// Up to `limit` records of one stream from version `from` (≥ 1) on.
  virtual Task<Result<std::vector<Record>>> read_stream(StreamId stream, Version from, std::size_t limit) = 0;
  /// Where the command's append landed, if it is durable.
  virtual Task<Result<std::optional<Appended>>> find_command(std::string command_id) = 0;

  /// Number of durable records = position of the next one. Any thread.
  virtual Position end() const = 0;
  /// Returns once end() > position; operation_canceled when cancelled, `closed` on shutdown.
  virtual Task<Result<>> wait_beyond(Position position) = 0;

  /// Whether appends are taken now, and if not why. Any thread.
  virtual Intake intake() const = 0;
  /// What is wrong with it, for people: why intake() is not open, or what could not be read last. Empty when
  /// nothing is. Any thread.
  virtual std::string trouble() const = 0;

  /// Merkle tree over the durable records.
  virtual Task<Result<TreeHead>> tree_head() = 0;
  /// A C2SP tlog-tiles hash tile: `width` (1–256) hashes of `level`, tile number `index`, concatenated.
  virtual Task<Result<std::string>> tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) = 0;
  /// The newest signed checkpoint (C2SP tlog-checkpoint note), signed now if the tree grew since the last
  /// one.
  virtual Task<Result<std::string>> checkpoint() = 0;
  /// What the signature of each of them is checked with (C2SP signed-note). Any thread.
  virtual std::string verifier_key() const = 0;
};

/// Follows a log from a position: every record once, in order, durable ones only.
class Subscription {
 public:
  Subscription(EventLog& log, Position from) : log_(log), next_(from) {}
  /// At least one and at most `limit` records; waits for the first.
  Task<Result<std::vector<Record>>> next(std::size_t limit = 512);
  /// Position of the record that next() starts with.
  Position position() const { return next_; }

 private:
  EventLog& log_;
  Position next_;
};

}  // namespace kigen::events

template <>
struct std::is_error_code_enum<kigen::events::log_errc> : std::true_type {};
