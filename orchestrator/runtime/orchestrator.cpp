#include "orchestrator/runtime/orchestrator.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include <algorithm>

#include "orchestrator/jobs/errors.hpp"
#include "orchestrator/policies.hpp"
#include "orchestrator/runtime/errors.hpp"
#include "orchestrator/runtime/run_on.hpp"

namespace kigen::orchestrator {
namespace {

constexpr std::size_t fold_batch = 512;
/// A decision that meets newer events on a stream outside its lanes is made again on the newer World.
constexpr int decision_attempts = 8;
constexpr auto debt_retry = std::chrono::seconds(1);
constexpr std::string_view policy_prefix = "policy/";

std::string command_id_of(Position cause, std::size_t n) {
  return std::string(policy_prefix) + std::to_string(cause) + "/" + std::to_string(n);
}

/// The cause and number in a policy's command id; none for other ids.
std::optional<std::pair<Position, std::size_t>> parse_policy_id(const std::string& id) {
  if (!id.starts_with(policy_prefix)) return std::nullopt;
  const auto slash = id.find('/', policy_prefix.size());
  if (slash == std::string::npos) return std::nullopt;
  return std::pair{std::stoull(id.substr(policy_prefix.size(), slash - policy_prefix.size())),
                   static_cast<std::size_t>(std::stoull(id.substr(slash + 1)))};
}

bool is_conflict(const Error& error) { return error.code == events::log_errc::version_conflict; }

/// Whether the log, not the decision, stood in the way: then the debt stays.
bool is_storage_trouble(const Error& error) {
  return error.code == events::log_errc::storage_full || error.code == events::log_errc::storage_failed ||
         is_conflict(error);
}

Result<> check_if_match(const Command& command, const Context& context, const Changes& changes) {
  for (const auto& part : changes.streams())
    if (context.if_match && part.stream == command.stream && *context.if_match != part.expected)
      return fail(events::log_errc::version_conflict, command.stream.text);
  return {};
}

/// Whether a record bears the consequence's id, be it as the command or as the note that it was declined.
bool is_paid(const Result<Receipt>& receipt) {
  return receipt ? receipt->changed : receipt.error().code == command_errc::id_reused;
}

}  // namespace

Orchestrator::Orchestrator(const asio::any_io_executor& loop, events::EventLog& log, Clock& clock,
                           Random& random, KeptRows rows)
    : loop_(loop),
      log_(log),
      clock_(clock),
      random_(random),
      keeper_(rows, log),
      lanes_(loop),
      folded_(loop),
      following_(loop, clock),
      paying_(loop, clock) {}

Task<Result<>> Orchestrator::start() {
  CO_TRY(world_, co_await keeper_.recall());
  CO_TRY_DO(co_await catch_up());
  live_ = true;
  for (const auto& [cause, owed] : owed_) pay(cause);
  following_.spawn("follow the log", follow());
  co_return Result<>{};
}

Task<Result<>> Orchestrator::stop(Duration patience) {
  // First what waits for its events to be folded, then the fold.
  CO_TRY_DO(co_await paying_.stop(patience));
  CO_TRY_DO(co_await following_.stop(patience));
  if (!broken_ && owed_.empty()) co_await note_kept(keeper_.keep(world_));
  co_return Result<>{};
}

Task<Result<Receipt>> Orchestrator::execute(Command command, Context context) {
  // A coroutine of its own also where the caller is on the loop: the shield below must not stay with the
  // caller.
  co_return co_await run_on(loop_, execute_on_loop(std::move(command), std::move(context)));
}

Task<Result<Receipt>> Orchestrator::execute_on_loop(Command command, Context context) {
  // Once decided, a command is seen through: a caller that went away must not leave half a turn.
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  if (broken_) co_return fail(*broken_);
  if (context.correlation == Uuid{}) context.correlation = fresh_uuid(clock_.now(), random_);
  const auto hold = co_await lanes_.acquire(command.lanes);
  co_return co_await decide_and_append(command, context);
}

Result<> Orchestrator::check_lease(const std::optional<Lease>& lease) const {
  if (!lease) return {};
  const Job* job = world_.job(lease->job);
  if (job == nullptr || job->stage != JobStage::running || job->token != lease->token)
    return fail(job_errc::stale_lease, to_text(lease->job));
  return {};
}

Task<Result<Receipt>> Orchestrator::repeat(const Command& command, events::Appended landed) {
  CO_TRY_DO(co_await wait_folded(landed.last()));
  CO_TRY(const auto records, co_await log_.read(landed.first, landed.count));
  co_return first_receipt(command, landed, records);
}

Task<Result<Receipt>> Orchestrator::decide_and_append(const Command& command, const Context& context) {
  if (context.command_id && !context.command_id->starts_with(policy_prefix)) {
    CO_TRY(const auto before, co_await log_.find_command(*context.command_id));
    if (before) co_return co_await repeat(command, *before);
  }
  for (int attempt = 1;; ++attempt) {
    CO_TRY_DO(check_lease(context.lease));
    CO_TRY(auto changes, command.decide(world_));
    CO_TRY_DO(check_if_match(command, context, changes));
    auto receipt = receipt_of(command, changes, world_.end() == 0 ? 0 : world_.end() - 1);
    if (changes.empty()) co_return receipt;

    const auto appended = co_await log_.append(
        {std::move(changes).take(),
         {clock_.now(), context.actor, context.correlation, context.causation, context.command_id}});
    if (!appended && is_conflict(appended.error()) && attempt < decision_attempts) {
      const auto end = log_.end();
      if (end > 0) CO_TRY_DO(co_await wait_folded(end - 1));
      continue;
    }
    if (!appended) co_return fail(appended.error());
    if (appended->repeated) co_return co_await repeat(command, *appended);
    CO_TRY_DO(co_await wait_folded(appended->last()));
    receipt.position = appended->last();
    co_return receipt;
  }
}

Task<Result<>> Orchestrator::wait_folded(Position position) {
  while (world_.end() <= position) {
    if (broken_) co_return fail(*broken_);
    CO_TRY_DO(co_await folded_.wait());
  }
  co_return Result<>{};
}

Task<Result<>> Orchestrator::catch_up() {
  while (world_.end() < log_.end()) {
    CO_TRY(const auto records, co_await log_.read(world_.end(), fold_batch));
    for (const auto& record : records) CO_TRY_DO(fold(record));
    co_await keep_when_due();
  }
  co_return Result<>{};
}

Task<Result<>> Orchestrator::follow() {
  events::Subscription subscription(log_, world_.end());
  for (;;) {
    CO_TRY(const auto records, co_await subscription.next(fold_batch));
    for (const auto& record : records) {
      if (auto folded = fold(record); !folded) {
        spdlog::critical("the event log cannot be folded: {}", describe(folded.error()));
        broken_ = folded.error();
        folded_.notify_all();
        co_return folded;
      }
      if (live_ && owed_.contains(record.position)) pay(record.position);
    }
    folded_.notify_all();
    co_await keep_when_due();
  }
}

/// Rows never stand between an event and its consequence: a start folds from them on, and would not see it.
Task<void> Orchestrator::keep_when_due() {
  if (owed_.empty() && keeper_.is_due(world_)) co_await note_kept(keeper_.keep_part(world_));
}

/// `keeping` becomes a coroutine of its own: its shield must not stay with the caller. The caller folds, so
/// that the World stands still.
Task<void> Orchestrator::note_kept(Task<Result<>> keeping) {
  const auto kept = co_await run_on(loop_, std::move(keeping));
  if (!kept) spdlog::warn("what the next start could recall is not kept: {}", describe(kept.error()));
}

Result<> Orchestrator::fold(const events::Record& record) {
  TRY(const auto event, world_.fold(record));
  keeper_.note(record);
  if (record.meta.command_id) settle(*record.meta.command_id);
  settle_through(event);
  auto consequences = react(world_, record, event);
  if (consequences.empty()) return {};
  settled_[record.position].resize(consequences.size());
  owed_[record.position] = {std::move(consequences), record.meta.correlation};
  return {};
}

void Orchestrator::settle(const std::string& command_id) {
  const auto id = parse_policy_id(command_id);
  if (!id) return;
  const auto found = settled_.find(id->first);
  if (found == settled_.end() || id->second >= found->second.size()) return;
  found->second[id->second] = true;
  if (std::ranges::find(found->second, false) != found->second.end()) return;
  owed_.erase(id->first);
  settled_.erase(found);
}

void Orchestrator::settle_through(const events::AnyEvent& event) {
  const auto* mark = events::get_event<events::PoliciesSettled>(event);
  if (mark == nullptr) return;
  owed_.erase(owed_.begin(), owed_.lower_bound(mark->through));
  settled_.erase(settled_.begin(), settled_.lower_bound(mark->through));
}

Task<Result<>> Orchestrator::note_settled() {
  Command note{"system.note_settled", events::system_stream, {events::system_stream}, {}};
  note.decide = [this](const World& world) -> Result<Changes> {
    if (!owed_.empty()) return Changes{};
    return Changes{}.add(events::system_stream, world.system_version(), events::PoliciesSettled{world.end()});
  };
  CO_TRY_DO(co_await execute(std::move(note), {}));
  co_return Result<>{};
}

void Orchestrator::pay(Position cause) {
  paying_.spawn("consequences of " + std::to_string(cause), pay_all(cause));
}

Task<Result<>> Orchestrator::pay_all(Position cause) {
  const auto owed = owed_.at(cause);
  const auto settled = settled_.at(cause);
  for (std::size_t n = 0; n < owed.commands.size(); ++n) {
    if (settled[n]) continue;
    Context context;
    context.actor = {events::ActorKind::policy, std::string(owed.commands[n].name)};
    context.correlation = owed.correlation;
    context.causation = cause;
    context.command_id = command_id_of(cause, n);
    CO_TRY_DO(co_await pay_one(owed.commands[n], std::move(context)));
  }
  co_return Result<>{};
}

Task<Result<>> Orchestrator::pay_one(Command command, Context context) {
  for (;;) {
    const auto receipt = co_await execute(command, context);
    if (is_paid(receipt)) co_return Result<>{};
    if (receipt || !is_storage_trouble(receipt.error())) {
      const auto declined = co_await execute(decline(command, receipt ? nullptr : &receipt.error()), context);
      if (is_paid(declined)) co_return Result<>{};
      if (!is_storage_trouble(declined.error())) co_return fail(declined.error());
    }
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + debt_retry));
  }
}

/// Leaves the trace that a consequence was considered, so that it is not considered again after a restart.
Command Orchestrator::decline(const Command& command, const Error* refusal) const {
  events::ConsequenceDeclined declined{std::string(command.name), {}, {}};
  if (refusal != nullptr) {
    declined.code = error_word(refusal->code);
    declined.detail = describe(*refusal);
  }
  return {"system.decline", events::system_stream, {events::system_stream}, [declined](const World& world) {
            return Result<Changes>(Changes{}.add(events::system_stream, world.system_version(), declined));
          }};
}

}  // namespace kigen::orchestrator
