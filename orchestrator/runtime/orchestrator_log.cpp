// How the World comes from the log: at the start, and again when an append failed.
#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

#include "orchestrator/policies.hpp"
#include "orchestrator/runtime/orchestrator.hpp"

namespace kigen::orchestrator {
namespace {

constexpr std::size_t fold_batch = 512;
constexpr auto first_pause = std::chrono::milliseconds(100);
constexpr auto last_pause = std::chrono::milliseconds(1'000);

}  // namespace

/// For what was begun and must end: a caller that goes away must not leave half of it. Stays with the
/// coroutine that was spawned, so that must be one of its own.
Task<void> Orchestrator::shield() {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
}

Task<void> Orchestrator::until_whole() {
  while (!whole_) std::ignore = co_await progress_.wait();
}

Task<bool> Orchestrator::until_durable(Position end, std::uint64_t made) {
  while (durable_ < end && remakes_ == made) std::ignore = co_await progress_.wait();
  co_return remakes_ == made;
}

Task<Result<>> Orchestrator::start() {
  CO_TRY_DO(co_await remake());
  whole_ = live_ = true;
  carrying_on_.spawn("what turns left over", carry_on());
  finish_turn();
  co_return Result<>{};
}

Task<Result<>> Orchestrator::stop(Duration patience) {
  live_ = false;
  watch_ = nullptr;
  CO_TRY_DO(co_await appending_.stop(patience));
  CO_TRY_DO(co_await carrying_on_.stop(patience));
  const bool is_durable = whole_ && durable_ == world_.end();
  if (!broken_ && is_durable && debts_.empty())
    if (const auto kept = co_await keeper_.keep(world_); !kept)
      spdlog::warn("what the next start could recall is not kept: {}", describe(kept.error()));
  co_return Result<>{};
}

Task<Result<>> Orchestrator::remake() {
  CO_TRY(world_, co_await keeper_.recall());
  debts_ = {};
  durable_ = world_.end();
  co_return co_await catch_up();
}

/// All of it is durable.
Task<Result<>> Orchestrator::catch_up() {
  while (world_.end() < log_.end()) {
    CO_TRY(const auto records, co_await log_.read(world_.end(), fold_batch));
    for (const auto& record : records) {
      if (auto folded = fold(record); !folded) {
        spdlog::critical("the event log cannot be folded: {}", describe(folded.error()));
        broken_ = folded.error();
        co_return folded;
      }
    }
    durable_ = world_.end();
    if (debts_.empty() && keeper_.is_due(world_))
      CO_TRY_DO(co_await keep(keeper_.next_part(world_), remakes_));
  }
  if (world_.end() == 0 || newest_ != Instant{}) co_return Result<>{};
  CO_TRY(const auto last, co_await log_.read(world_.end() - 1, 1));
  if (!last.empty()) newest_ = last.front().meta.time;
  co_return Result<>{};
}

Result<> Orchestrator::fold(const events::Record& record) {
  TRY(const auto event, world_.fold(record));
  newest_ = std::max(newest_, record.meta.time);
  keeper_.note(record);
  if (record.meta.command_id) debts_.settle(*record.meta.command_id);
  if (const auto* mark = events::get_event<events::PoliciesSettled>(event))
    debts_.settle_through(mark->through);
  debts_.owe(record, react(world_, record, event));
  return {};
}

/// Nothing that was decided behind the last durable event counts.
void Orchestrator::fall_ill(const Error& error) {
  spdlog::warn("commands are not taken, as the event log did not keep what was decided: {}", describe(error));
  trouble_ = error;
  whole_ = false;
  ++remakes_;
  decided_.clear();
  held_.fail(error);
  progress_.notify_all();
  carrying_on_.spawn("making the World anew", recover());
}

Task<Result<>> Orchestrator::recover() {
  // What was handed over is kept or not: who asks the log before that is known is told less than it holds.
  while (batches_ > 0 || keeping_) CO_TRY_DO(co_await progress_.wait());
  const auto made = co_await until_read([this] { return remake(); });
  whole_ = made || broken_;  // in the latter case as far as it can be made
  progress_.notify_all();
  CO_TRY_DO(made);
  // A log that heals may hold more than it said: what failed was kept all the same.
  CO_TRY_DO(co_await until_taken());
  CO_TRY_DO(co_await until_read([this] { return catch_up(); }));
  trouble_.reset();
  spdlog::info("commands are taken again");
  turn();
  co_return Result<>{};
}

/// Reads the log until it can be read; an error is a cancellation, or a record that cannot be folded.
Task<Result<>> Orchestrator::until_read(std::function<Task<Result<>>()> read) {
  for (;;) {
    const auto done = co_await read();
    if (done || broken_) co_return done;
    spdlog::warn("the event log cannot be read: {}", describe(done.error()));
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + last_pause));
  }
}

Task<Result<>> Orchestrator::until_taken() {
  for (Duration pause = first_pause; log_.intake() != events::Intake::open;
       pause = std::min<Duration>(2 * pause, last_pause)) {
    if (log_.intake() == events::Intake::closed) co_return fail(events::log_errc::closed);
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + pause));
  }
  co_return Result<>{};
}

/// Rows never stand between an event and its consequence: a start folds from them on, and would not see it.
void Orchestrator::keep_when_due() {
  if (keeping_ || !live_ || !debts_.empty() || !keeper_.is_due(world_)) return;
  keeping_ = true;
  carrying_on_.spawn("rows of the World", keep(keeper_.next_part(world_), remakes_));
}

/// Nor are they ahead of the log.
Task<Result<>> Orchestrator::keep(WorldKeeper::Part part, std::uint64_t made) {
  co_await shield();
  if (co_await until_durable(part.reflects, made))
    if (const auto kept = co_await keeper_.write(std::move(part)); !kept)
      spdlog::warn("what the next start could recall is not kept: {}", describe(kept.error()));
  keeping_ = false;
  progress_.notify_all();
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
