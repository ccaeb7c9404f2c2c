#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/log/event_log.hpp"
#include "orchestrator/command.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/runtime/lanes.hpp"
#include "orchestrator/runtime/receipt.hpp"
#include "orchestrator/runtime/signal.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "orchestrator/runtime/world_keeper.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// The right to report for a job: valid while its job.started at `token` is the running attempt.
struct Lease {
  JobId job = {};
  FencingToken token = 0;
};

/// Who asks, and what the request hangs together with.
struct Context {
  events::Actor actor = {};
  Uuid correlation = {};  ///< all zero = begin a new one
  std::optional<Position> causation = {};
  std::optional<std::string> command_id = {};  ///< repeated: the first answer again, nothing is decided
  std::optional<Version> if_match = {};        ///< refuse unless the command's stream is at this version
  std::optional<Lease> lease = {};             ///< refuse unless the lease still holds
};

/// Turns commands into events and events into consequences: the one place where decisions are made.
///
/// All state lives on `loop`. One path folds the log into the World, at start and ever after; a command
/// answers when that fold has passed its events. What a policy owes after a crash is found again by the same
/// fold: a consequence is done once a record bears its command id.
class Orchestrator {
 public:
  Orchestrator(const asio::any_io_executor& loop, events::EventLog& log, Clock& clock, Random& random,
               KeptRows rows = {});

  /// Recalls what the rows know of the log, folds the rest, then follows it. Call once, on the loop; nothing
  /// else before it returned.
  Task<Result<>> start();
  /// If nothing is owed, says so in the log: policies that a later version adds begin behind that mark.
  Task<Result<>> note_settled();
  /// Ends following and the consequences under way (they are found again at the next start).
  Task<Result<>> stop(Duration patience);

  /// Decides, appends, folds. May be called on any executor and resumes there.
  Task<Result<Receipt>> execute(Command command, Context context);

  /// On the loop only.
  const World& world() const { return world_; }
  const asio::any_io_executor& loop() const { return loop_; }
  /// Notified (on the loop) after each folded batch.
  Signal& folded() { return folded_; }
  /// Set when the fold met a record it cannot read: nothing is decided any more. On the loop only.
  const std::optional<Error>& broken() const { return broken_; }

 private:
  struct Owed {
    std::vector<Command> commands;
    Uuid correlation;
  };

  Task<Result<Receipt>> execute_on_loop(Command command, Context context);
  Task<Result<Receipt>> decide_and_append(const Command& command, const Context& context);
  Task<Result<Receipt>> repeat(const Command& command, events::Appended landed);
  Task<Result<>> wait_folded(Position position);
  Result<> check_lease(const std::optional<Lease>& lease) const;

  Task<Result<>> catch_up();
  Task<Result<>> follow();
  Task<void> keep_when_due();
  Task<void> note_kept(Task<Result<>> keeping);
  Result<> fold(const events::Record& record);

  void settle(const std::string& command_id);
  void settle_through(const events::AnyEvent& event);
  void pay(Position cause);
  Task<Result<>> pay_all(Position cause);
  Task<Result<>> pay_one(Command command, Context context);
  Command decline(const Command& command, const Error* refusal) const;

  asio::any_io_executor loop_;
  events::EventLog& log_;
  Clock& clock_;
  Random& random_;
  World world_;
  WorldKeeper keeper_;
  Lanes lanes_;
  Signal folded_;
  bool live_ = false;
  std::optional<Error> broken_ = {};
  /// Consequences not yet in the log, by causing position; within one, the n-th is settled[n].
  std::map<Position, Owed> owed_;
  std::map<Position, std::vector<bool>> settled_;
  // Last: they end first.
  TaskGroup following_;
  TaskGroup paying_;
};

}  // namespace kigen::orchestrator
