#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include "events/log/event_log.hpp"
#include "events/scope.hpp"
#include "orchestrator/command.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/runtime/debts.hpp"
#include "orchestrator/runtime/held_answers.hpp"
#include "orchestrator/runtime/receipt.hpp"
#include "orchestrator/runtime/run_on.hpp"
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
  events::Scope scope = events::Scope::everything();  ///< to the decision, what is outside does not exist
  std::optional<UserId> person = {};  ///< in whose name: nor does what is outside of their scope by then
};

/// What the decision may see: of a person who has left a group since they were let in, what is left.
events::Scope scope_now(const World& world, const Context& context);

/// Turns commands into events and events into consequences: the one place where decisions are made, one at a
/// time, in the order of the log (docs/decisions/0008-log-order.md).
///
/// All state lives on `loop`. The World has every event that was decided, durable or not: each decision sees
/// all before it. What a command leads to (its consequences, and what the watcher of turns adds) is decided
/// in the same turn, and the turn's appends go to the log together. Outside hears of an event only when it is
/// durable. When an append fails, all that was decided behind it fails with it, and the World is made anew
/// from the log, as at a start; commands are taken again when the log takes events again.
class Orchestrator {
 public:
  Orchestrator(const asio::any_io_executor& loop, events::EventLog& log, Clock& clock, Random& random,
               KeptRows rows = {});

  /// Recalls what the rows know of the log and folds the rest. Call once, on the loop; nothing else before it
  /// returned.
  Task<Result<>> start();
  /// If nothing is owed, says so in the log: policies that a later version adds begin behind that mark.
  Task<Result<>> note_settled();
  /// Takes no more commands (`closed`), waits for those under way. Consequences that are left are found again
  /// at the next start. On the loop.
  Task<Result<>> stop(Duration patience);

  /// Decides; answers when what it decided, and all that it rests on, is durable. May be called on any
  /// executor and resumes there. A caller that is cancelled takes nothing back.
  Task<Result<Receipt>> execute(Command command, Context context);
  /// Several in one turn, in this order, up to the first that is refused: the last one's receipt, or the
  /// refusal. Without command id and If-Match.
  Task<Result<Receipt>> execute_all(std::vector<Command> commands, Context context);

  /// As execute(), for what nobody waits for: may be called on any executor and returns at once. A refusal is
  /// told in the server's log.
  void note(Command command, Context context);

  /// What `question` (World → value) finds in the World, once all that it saw is durable; asked again if it
  /// was not kept. It must copy what it takes out. May be called on any executor and resumes there.
  template <class Question>
  Task<std::invoke_result_t<Question&, const World&>> ask(Question question) {
    co_return co_await run_on(loop_, ask_here(std::move(question)));
  }

  /// The same of what is in the scope.
  template <class Question>
  Task<std::invoke_result_t<Question&, const World&>> ask(events::Scope scope, Question question) {
    co_return co_await run_on(loop_, ask_here(InSight<Question>{std::move(scope), std::move(question)}));
  }

  /// takes_commands() for those who are elsewhere: may be called on any executor, and waits for nothing.
  Task<Result<>> health();

  // On the loop only.

  /// As execute(), for a command without id. The decision is in the World when it returns.
  void submit(const Command& command, Context context, ReceiptHandler answer);
  /// `watch` is called at the end of each turn while commands are taken, and may submit more to the same
  /// turn. Null: nobody watches any more.
  void watch_turns(std::function<void()> watch) { watch_ = std::move(watch); }
  /// A turn without a command, for the watcher.
  void turn();
  /// With what is decided and may not be durable: nothing of it may be shown.
  const World& world() const { return world_; }
  /// Not when a record cannot be folded, while the log takes no events, and after stop().
  Result<> takes_commands() const;
  /// How often the World was made anew.
  std::uint64_t remakes() const { return remakes_; }
  const asio::any_io_executor& loop() const { return loop_; }

 private:
  template <class Question>
  struct InSight {
    events::Scope scope;
    Question question;
    auto operator()(const World& world) {
      const World::Sight sight(world, scope);
      return question(world);
    }
  };
  template <class Question>
  Task<std::invoke_result_t<Question&, const World&>> ask_here(Question question) {
    co_await shield();
    for (;;) {
      co_await until_whole();
      const auto made = remakes_;
      auto answer = question(std::as_const(world_));
      if (co_await until_durable(world_.end(), made)) co_return answer;
    }
  }
  static Task<void> shield();
  Task<void> until_whole();
  /// False when the World was made anew since `made`, so that what was in it may be gone.
  Task<bool> until_durable(Position end, std::uint64_t made);

  // One decision.
  Task<Result<Receipt>> execute_once(Command command, Context context);
  Task<Result<Receipt>> first_answer(const Command& command, const Context& context, events::Appended landed);
  Result<> check_in_sight(const Command& command, const Context& context, const StreamId& made) const;
  Task<Result<Receipt>> decide_here(std::vector<Command> commands, Context context);
  void take(const std::vector<Command>& commands, Context context, ReceiptHandler answer);
  Result<> may_decide() const;
  Result<Changes> ask_decision(const Command& command, const Context& context) const;
  Result<Receipt> decide(const Command& command, const Context& context);
  Result<> check_lease(const std::optional<Lease>& lease) const;
  Result<> take_up(Changes changes, const Context& context);

  // One turn.
  void finish_turn();
  void pay_debts(std::size_t& budget);
  void pay(const Debts::Debt& debt);
  void hand_over();
  Task<Result<>> append(std::vector<events::AppendRequest> requests, Position end);
  Task<Result<std::vector<events::Appended>>> append_to_log(std::vector<events::AppendRequest> requests);
  Task<Result<>> carry_on();

  // From the log.
  Task<Result<>> catch_up();
  Result<> fold(const events::Record& record);
  void became_durable(Position end);
  void fall_ill(const Error& error);
  Task<Result<>> recover();
  Task<Result<>> remake();
  Task<Result<>> until_read(std::function<Task<Result<>>()> read);
  Task<Result<>> until_taken();
  void keep_when_due();
  Task<Result<>> keep(WorldKeeper::Part part, std::uint64_t made);

  asio::any_io_executor loop_;
  events::EventLog& log_;
  Clock& clock_;
  Random& random_;
  World world_;
  WorldKeeper keeper_;
  Debts debts_;
  Instant newest_ = {};  // time of the last record: none is older
  std::function<void()> watch_;

  std::vector<events::AppendRequest> decided_;  // in this turn
  bool in_turn_ = false;
  std::size_t under_way_ = 0;  // appends that were not answered yet
  std::size_t batches_ = 0;    // that they were handed over in
  Position durable_ = 0;
  HeldAnswers held_;
  Signal progress_;  // notified when `durable_`, `batches_` or `whole_` change
  Signal more_;      // a turn has left something to do

  bool live_ = false;                  // takes commands, but for:
  std::optional<Error> trouble_ = {};  // why the log takes none
  std::optional<Error> broken_ = {};
  bool whole_ = false;  // false while the World is made
  std::uint64_t remakes_ = 0;
  bool keeping_ = false;
  std::unordered_set<std::string> asked_;  // command ids whose outcome is not known yet
  Signal answered_;                        // notified when one less is in `asked_`

  // Last: they end first.
  TaskGroup carrying_on_;
  TaskGroup appending_;
};

}  // namespace kigen::orchestrator
