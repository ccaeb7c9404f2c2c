#include "orchestrator/runtime/orchestrator.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include "events/core/offload.hpp"
#include "events/log/command_key.hpp"
#include "events/log/sequencer.hpp"
#include "events/state/user_scope.hpp"
#include "orchestrator/erasure/commands.hpp"
#include "orchestrator/jobs/errors.hpp"
#include "orchestrator/policies.hpp"
#include "orchestrator/runtime/errors.hpp"

namespace kigen::orchestrator {
namespace {

/// Appends that may wait to be durable before no more commands are taken.
constexpr std::size_t max_under_way = 8'192;
/// Consequences that are decided before others get their turn: some events have one for each node there is.
constexpr std::size_t turn_budget = 256;

Result<> check_if_match(const Command& command, const Context& context, const Changes& changes) {
  for (const auto& part : changes.streams())
    if (context.if_match && part.stream == command.stream && *context.if_match != part.expected)
      return fail(events::log_errc::version_conflict, command.stream.text);
  return {};
}

/// Leaves the trace that a consequence was considered, so that it is not considered again after a restart.
Command decline(const Debts::Debt& debt, const Result<Receipt>& refusal) {
  events::ConsequenceDeclined declined{.consequence = std::string(debt.command.name), .about = debt.about};
  if (!refusal) {
    declined.code = error_word(refusal.error().code);
    declined.detail = describe(refusal.error());
  }
  return {"system.decline", events::system_stream, [declined](const World& world) {
            return Result<Changes>(Changes{}.add(events::system_stream, world.system_version(), declined));
          }};
}

/// While it lives, its command id is in the set of those whose outcome is not known yet.
class Asking {
 public:
  Asking(std::unordered_set<std::string>& asked, Signal& answered, std::string id)
      : asked_(asked), answered_(answered), id_(std::move(id)) {
    asked_.insert(id_);
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  ~Asking() {
    asked_.erase(id_);
    answered_.notify_all();
  }

 private:
  std::unordered_set<std::string>& asked_;
  Signal& answered_;
  std::string id_;
};

}  // namespace

events::Scope scope_now(const World& world, const Context& context) {
  if (!context.person) return context.scope;
  const auto* person = world.user(*context.person);
  return person == nullptr ? events::Scope::of({}) : context.scope.within(events::scope_of(*person));
}

Orchestrator::Orchestrator(const asio::any_io_executor& loop, events::EventLog& log, Clock& clock,
                           Random& random, KeptRows rows)
    : loop_(loop),
      log_(log),
      clock_(clock),
      random_(random),
      keeper_(rows, log),
      progress_(loop),
      more_(loop),
      answered_(loop),
      carrying_on_(loop, clock),
      appending_(loop, clock) {}

Task<Result<Receipt>> Orchestrator::execute(Command command, Context context) {
  if (context.command_id)
    co_return co_await run_on(loop_, execute_once(std::move(command), std::move(context)));
  std::vector<Command> alone;
  alone.push_back(std::move(command));
  co_return co_await decide_here(std::move(alone), std::move(context));
}

Task<Result<Receipt>> Orchestrator::execute_all(std::vector<Command> commands, Context context) {
  ensure(!commands.empty() && !context.command_id && !context.if_match, "several commands have no id");
  return decide_here(std::move(commands), std::move(context));
}

Task<Result<Receipt>> Orchestrator::decide_here(std::vector<Command> commands, Context context) {
  const auto here = co_await asio::this_coro::executor;
  const auto reply = std::make_shared<Reply<Receipt>>(here);
  const auto go = [this, reply](const std::vector<Command>& wanted, Context of) {
    take(wanted, std::move(of), [reply](Result<Receipt> receipt) { reply->send(std::move(receipt)); });
  };
  if (here == loop_)
    go(commands, std::move(context));
  else
    kigen::detail::post_to(loop_, [go, wanted = std::move(commands), of = std::move(context)]() mutable {
      go(wanted, std::move(of));
    });
  co_return co_await reply->receive(Patience::to_the_end);
}

/// Of two commands with one id the second waits until it is known what became of the first.
Task<Result<Receipt>> Orchestrator::execute_once(Command command, Context context) {
  co_await shield();
  const std::string key(events::command_key(*context.command_id));
  while (asked_.contains(key)) std::ignore = co_await answered_.wait();
  const Asking asking(asked_, answered_, key);
  CO_TRY(const auto before, co_await log_.find_command(*context.command_id));
  if (before) co_return co_await first_answer(command, context, *before);
  std::vector<Command> alone;
  alone.push_back(std::move(command));
  co_return co_await decide_here(std::move(alone), std::move(context));
}

Task<Result<Receipt>> Orchestrator::first_answer(const Command& command, const Context& context,
                                                 events::Appended landed) {
  CO_TRY(const auto records, co_await log_.read(landed.first, landed.count));
  CO_TRY(auto receipt, first_receipt(command, *context.command_id, landed, records));
  const auto check = [&](const World&) { return check_in_sight(command, context, receipt.stream); };
  if (!check(world_)) CO_TRY_DO(co_await ask_here(check));
  co_return receipt;
}

/// Who sees no more of what a command of theirs made is told what they would be told had it never been.
Result<> Orchestrator::check_in_sight(const Command& command, const Context& context,
                                      const StreamId& made) const {
  const World::Sight sight(world_, scope_now(world_, context));
  if (!world_.hides(made)) return {};
  TRY_DO(ask_decision(command, context));
  return fail(command_errc::id_reused, std::string(command.name));
}

void Orchestrator::submit(const Command& command, Context context, ReceiptHandler answer) {
  ensure(!context.command_id, "a command with an id is looked for in the log first");
  take({command}, std::move(context), std::move(answer));
}

void Orchestrator::note(Command command, Context context) {
  kigen::detail::post_to(loop_, [this, command = std::move(command), of = std::move(context)]() mutable {
    submit(command, std::move(of), [name = command.name](const Result<Receipt>& noted) {
      if (!noted) spdlog::warn("{} was not noted: {}", name, describe(noted.error()));
    });
  });
}

void Orchestrator::turn() {
  if (in_turn_) return;
  if (may_decide())
    finish_turn();
  else if (takes_commands())
    more_.notify_all();  // once there is room
}

Task<Result<>> Orchestrator::health() {
  const auto look = [](const Orchestrator& self) -> Task<Result<>> { co_return self.takes_commands(); };
  co_return co_await run_on(loop_, look(*this));
}

Result<> Orchestrator::takes_commands() const {
  if (broken_) return fail(*broken_);
  if (trouble_) return fail(*trouble_);
  if (!live_) return fail(events::log_errc::closed);
  return {};
}

Result<> Orchestrator::may_decide() const {
  TRY_DO(takes_commands());
  if (under_way_ + decided_.size() >= max_under_way) return fail(events::log_errc::overloaded);
  return {};
}

void Orchestrator::take(const std::vector<Command>& commands, Context context, ReceiptHandler answer) {
  if (const auto may = may_decide(); !may) return answer(fail(may.error()));
  if (context.correlation == Uuid{}) context.correlation = fresh_uuid(clock_.now(), random_);
  Result<Receipt> receipt;
  for (const auto& command : commands) {
    receipt = decide(command, context);
    if (!receipt) break;
  }
  if (trouble_) return answer(fail(*trouble_));
  held_.hold(world_.end(), std::move(receipt), std::move(answer));
  if (!in_turn_) finish_turn();
}

Result<> Orchestrator::check_lease(const std::optional<Lease>& lease) const {
  if (!lease) return {};
  const Job* job = world_.job(lease->job);
  if (job == nullptr || job->stage != JobStage::running || job->token != lease->token)
    return fail(job_errc::stale_lease, to_text(lease->job));
  return {};
}

/// What goes wrong in one decision is no reason to end all others.
Result<Changes> Orchestrator::ask_decision(const Command& command, const Context& context) const {
  const World::Sight sight(world_, scope_now(world_, context));
  try {
    return command.decide(world_);
  } catch (const std::exception& caught) {
    spdlog::error("the decision on {} failed: {}", command.name, caught.what());
    return fail(command_errc::failed, std::string(command.name));
  }
}

Result<Receipt> Orchestrator::decide(const Command& command, const Context& context) {
  TRY_DO(check_lease(context.lease));
  TRY(auto changes, ask_decision(command, context));
  TRY_DO(check_named(world_, changes));
  TRY_DO(check_if_match(command, context, changes));
  auto receipt = receipt_of(command, changes, world_.end() == 0 ? 0 : world_.end() - 1);
  if (changes.empty()) return receipt;
  TRY_DO(take_up(std::move(changes), context));
  receipt.position = world_.end() - 1;
  return receipt;
}

/// From here on it is so, unless the log fails.
Result<> Orchestrator::take_up(Changes changes, const Context& context) {
  events::AppendRequest request{.streams = std::move(changes).take(),
                                .meta = {std::max(clock_.now(), newest_), context.actor, context.correlation,
                                         context.causation, context.command_id},
                                .at = world_.end()};
  TRY_DO(events::validate(request));
  auto records = events::records_of(request);
  for (const auto& record : records) TRY_DO(events::check_size(record));
  for (const auto& record : records) {
    if (auto folded = fold(record); !folded) {
      if (world_.end() != *request.at) fall_ill(folded.error());  // half of it is in the World
      return folded;
    }
  }
  decided_.push_back(std::move(request));
  return {};
}

/// Consequences are decided before anybody else gets a turn, and what the watcher starts with them.
void Orchestrator::finish_turn() {
  in_turn_ = true;
  auto budget = turn_budget;
  for (bool moved = true; moved && may_decide();) {
    pay_debts(budget);
    const auto before = world_.end();
    if (watch_) watch_();
    moved = world_.end() != before && budget > 0;
  }
  in_turn_ = false;
  hand_over();
  held_.release(durable_);
  if (!debts_.empty()) more_.notify_all();
}

void Orchestrator::pay_debts(std::size_t& budget) {
  for (; budget > 0 && !debts_.empty() && may_decide(); --budget) pay(debts_.take_first());
}

void Orchestrator::pay(const Debts::Debt& debt) {
  Context context;
  context.actor = {events::ActorKind::policy, std::string(debt.command.name)};
  context.correlation = debt.correlation;
  context.causation = debt.cause;
  context.command_id = debt.id;
  const auto paid = decide(debt.command, context);
  if (trouble_ || (paid && paid->changed)) return;
  const auto declined = decide(decline(debt, paid), context);
  if (declined) return;
  spdlog::critical("the consequence {} can neither be had nor declined: {}", debt.id,
                   describe(declined.error()));
  debts_.settle(debt.id);
}

void Orchestrator::hand_over() {
  if (decided_.empty()) return;
  under_way_ += decided_.size();
  ++batches_;
  appending_.spawn("append", append(std::exchange(decided_, {}), world_.end()));
}

Task<Result<>> Orchestrator::append(std::vector<events::AppendRequest> requests, Position end) {
  co_await shield();
  const auto count = requests.size();
  const auto made = remakes_;
  const auto appended = co_await append_to_log(std::move(requests));
  under_way_ -= count;
  --batches_;
  if (made == remakes_) {
    if (appended && std::ranges::none_of(*appended, &events::Appended::repeated))
      became_durable(end);
    else
      fall_ill(appended ? Error{make_error_code(events::log_errc::version_conflict)} : appended.error());
  }
  progress_.notify_all();
  co_return Result<>{};
}

Task<Result<std::vector<events::Appended>>> Orchestrator::append_to_log(
    std::vector<events::AppendRequest> requests) {
  try {
    co_return co_await log_.append_all(std::move(requests));
  } catch (const std::exception& caught) {
    co_return fail(events::log_errc::storage_failed, caught.what());
  }
}

void Orchestrator::became_durable(Position end) {
  durable_ = std::max(durable_, end);
  held_.release(durable_);
  keep_when_due();
}

/// What a turn left over goes on in the next one.
Task<Result<>> Orchestrator::carry_on() {
  for (auto seen = more_.epoch();;) {
    CO_TRY_DO(co_await more_.wait(seen));
    seen = more_.epoch();
    while (under_way_ >= max_under_way) CO_TRY_DO(co_await progress_.wait());
    turn();
  }
}

Task<Result<>> Orchestrator::note_settled() {
  Command note{"system.note_settled", events::system_stream, {}};
  note.decide = [this](const World& world) -> Result<Changes> {
    if (!debts_.empty()) return Changes{};
    return Changes{}.add(events::system_stream, world.system_version(), events::PoliciesSettled{world.end()});
  };
  CO_TRY_DO(co_await execute(std::move(note), {}));
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
