#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events/log/event_log.hpp"

namespace kigen::events {

/// Refuses (invalid_append) what no log could store: no or too many events, malformed names, ids or payloads.
Result<> validate(const AppendRequest& request);
/// The records of a valid request that lands at its `at`, each stream where it expects it; without
/// `previous`.
std::vector<Record> records_of(const AppendRequest& request);
/// Refuses (invalid_append) a record whose canonical bytes are more than a log stores.
Result<> check_size(const Record& record);
/// The answer to an append while the log's intake is not open.
Result<> refusal_while(Intake intake);

/// A stream's newest record; version 0 = the stream is empty.
struct StreamHead {
  Version version = 0;
  Position position = 0;
};

/// What is stored already, as far as an append depends on it.
class History {
 public:
  virtual ~History() = default;
  virtual Result<StreamHead> head_of(const StreamId& stream) = 0;
  virtual Result<std::optional<Appended>> landing_of(const std::string& command_id) = 0;
};

/// A record with its canonical bytes.
struct NewRecord {
  Record record = {};
  std::string bytes = {};
};

/// Decides appends one after another and makes their records; each sees those before it. Nothing of it counts
/// until the log has stored the records and taken over heads() and commands().
class Sequencer {
 public:
  /// `end` is the next free position, `newest` the time of the record before it.
  Sequencer(History& history, Position end, Instant newest) : history_(history), end_(end), newest_(newest) {}

  /// Adds all records of a valid request or none. Record times never decrease: an earlier time is raised to
  /// that of the record before.
  Result<Appended> add(AppendRequest request);
  /// One after the other, up to the first that is refused.
  Result<std::vector<Appended>> add_all(std::vector<AppendRequest> requests);

  const std::vector<NewRecord>& records() const { return records_; }
  std::vector<NewRecord> take_records() { return std::move(records_); }
  const std::unordered_map<StreamId, StreamHead>& heads() const { return heads_; }
  const std::unordered_map<std::string, Appended>& commands() const { return commands_; }
  Position end() const { return end_; }
  Instant newest() const { return newest_; }

 private:
  Result<StreamHead> head_of(const StreamId& stream);
  Result<std::optional<Appended>> landing_of(const std::string& command_id);
  Result<std::vector<StreamHead>> expected_heads(const std::vector<StreamAppend>& streams);
  void accept(std::vector<NewRecord> fresh, const std::optional<std::string>& command_id);

  History& history_;
  Position end_;
  Instant newest_;
  std::vector<NewRecord> records_ = {};
  std::unordered_map<StreamId, StreamHead> heads_ = {};
  std::unordered_map<std::string, Appended> commands_ = {};
};

}  // namespace kigen::events
