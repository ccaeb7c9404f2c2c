#pragma once

#include <set>

#include "events/log/event_log.hpp"
#include "orchestrator/ports/world_rows.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// Where a World is kept between runs; null: nowhere.
struct KeptRows {
  WorldRows* rows = nullptr;
  Position every = 1'000;       ///< records until they are written again
  std::size_t at_once = 1'000;  ///< rows; while that many are written, the World stands still
};

/// Recalls the World from the rows of an earlier run and keeps them up with it. The rows are never trusted
/// over the log: unless its record before their position is still the one they were made with, and every row
/// is readable, the World begins empty. Why it is so: docs/decisions/0004-world-rows.md. The orchestrator's
/// loop only.
class WorldKeeper {
 public:
  WorldKeeper(KeptRows kept, events::EventLog& log)
      : rows_(kept.rows), every_(kept.every), at_once_(kept.at_once), log_(log) {}

  /// May be called again, when no write is under way: then nothing that was noted before counts.
  Task<Result<World>> recall();
  /// To be told of every folded record.
  void note(const events::Record& record);
  /// Whether enough has changed.
  bool is_due(const World& world) const;
  /// Some rows as they stand, to be written together.
  struct Part {
    std::vector<WorldRows::Change> changes = {};
    Position reflects = 0;  ///< records that the World had folded
    bool is_last = false;   ///< no row is missing: with it the rows are a World
  };
  /// Some of what changed and was not taken yet. The World may go on before the part is written, and between
  /// two parts; what is on disk is of no use to a start until the last part is.
  Part next_part(const World& world);
  /// In the order in which they were taken, one at a time. After a failure nothing is kept any more in this
  /// run. To the end once begun.
  Task<Result<>> write(Part part);
  /// All parts. The World must stand still until it returns.
  Task<Result<>> keep(const World& world);

 private:
  /// Tells one log from another that has as many records.
  struct Mark {
    Position position = 0;
    StreamId stream = {};
    Version version = 0;
    Instant time = {};
    Uuid correlation = {};
    friend bool operator==(const Mark&, const Mark&) = default;
  };
  static Mark mark_of(const events::Record& record);

  Result<> read_row(World& world, std::string_view key, std::string_view bytes);
  Task<Result<World>> read_rows();
  Task<Result<>> check_mark();
  std::vector<WorldRows::Change> next_changes(const World& world);

  WorldRows* rows_;  // null: nothing is kept
  const Position every_;
  const std::size_t at_once_;
  events::EventLog& log_;
  Position kept_ = 0;
  Mark last_ = {};              // of the last record noted
  std::set<StreamId> changed_;  // since kept_
};

}  // namespace kigen::orchestrator
