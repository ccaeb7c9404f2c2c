#pragma once

#include <functional>
#include <optional>
#include <string>

#include "events/core/mutex.hpp"
#include "events/log/event_log.hpp"
#include "events/log/growth.hpp"
#include "projections/views.hpp"

namespace kigen::projections {

/// How the views stand to the log.
struct RunnerState {
  Position position = 0;  ///< records reflected
  Position end = 0;       ///< records in the log
  bool running = false;
  std::string error = {};  ///< why it stopped or stands still; empty while all is well
  Position lag() const { return end > position ? end - position : 0; }

  static constexpr auto fields = events::field_list(
      events::field("position", &RunnerState::position), events::field("end", &RunnerState::end),
      events::field("running", &RunnerState::running), events::field("error", &RunnerState::error));
};

/// Keeps the views up with the log. run() is one coroutine on its owner's executor; folding, which reads and
/// writes RocksDB, is offloaded to `pool` (in simulation: the same loop). state() and wait_until: any thread
/// or executor.
class Runner {
 public:
  /// How long it waits before it tries a disk again that took nothing.
  using Pause = std::function<Task<Result<>>()>;
  /// Without a pause it ends when the disk takes nothing.
  Runner(events::EventLog& log, Views& views, asio::any_io_executor pool, Pause pause = {});

  /// Follows the log until cancelled (operation_canceled) or until a record cannot be folded (its error, kept
  /// in state()). A batch under way is finished first. A disk that takes nothing is told in state() and tried
  /// again.
  Task<Result<>> run();
  /// Returns once the record at `position` is reflected: read your own writes. `closed` when the runner
  /// stopped with an error or ended; operation_canceled when cancelled (with_deadline gives it a limit).
  Task<Result<>> wait_until(Position position);
  RunnerState state() const;

 private:
  Task<Result<>> follow();
  Task<Result<>> fold(std::vector<events::Record> records);
  Task<Result<>> store_again();
  void tell(std::string error);
  void stopped(const Result<>& outcome);

  events::EventLog& log_;
  Views& views_;
  asio::any_io_executor pool_;
  Pause pause_;
  events::Growth progress_;
  mutable Mutex mutex_;
  bool running_ GUARDED_BY(mutex_) = false;
  std::string error_ GUARDED_BY(mutex_);
};

}  // namespace kigen::projections
