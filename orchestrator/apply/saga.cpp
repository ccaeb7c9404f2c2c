#include "orchestrator/apply/saga.hpp"

#include <algorithm>
#include <optional>

namespace kigen::orchestrator {
namespace {

constexpr int undo_attempts = 4;
constexpr auto undo_pause = std::chrono::seconds(2);
constexpr int checked_message = 1857;
constexpr int check_failed_message = 1815;

/// What a person reads as the reason.
std::string reason_of(const std::string& step, const Error& error) { return step + ": " + describe(error); }

class Saga {
 public:
  Saga(Apply apply, std::vector<Step> steps, SagaWorld world)
      : apply_(std::move(apply)), steps_(std::move(steps)), world_(std::move(world)) {
    if (world_.checked) insert_check();
  }

  Task<Result<>> run() {
    CO_TRY_DO(co_await report(events::ApplyStarted{
        apply_.attempt + 1, static_cast<std::uint32_t>(steps_.size()), world_.served_before}));
    if (apply_.stage == ApplyStage::rolling_back) co_return co_await roll_back(apply_.rollback_reason);
    for (std::uint32_t i = 0; i < steps_.size(); ++i) {
      if (is_done(i) && !steps_[i].session && i != check_) continue;
      const auto done = co_await run_step(i);
      if (!done) co_return done;
      if (!failure_ || steps_[i].cleanup) continue;
      if (!anything_started() && may_retry(*failure_)) co_return fail(*failure_);
      co_return co_await roll_back(reason_of(steps_[i].name, *failure_));
    }
    co_return co_await report(events::ApplySucceeded{apply_.serial, served_});
  }

 private:
  /// The look from outside is a step like the others, before those that only tidy up; it is never skipped.
  void insert_check() {
    Step check{.name = "check", .run = [this] { return check_served(); }};
    const auto at = steps_.insert(std::ranges::find_if(steps_, &Step::cleanup), std::move(check));
    check_ = static_cast<std::uint32_t>(at - steps_.begin());
  }

  Task<Result<StepReport>> check_served() {
    CO_TRY(const auto seen, co_await world_.look(apply_.serial));
    if (seen.verdict != events::Verdict::matches) co_return fail(mismatch(seen, apply_.serial));
    served_ = seen.served_serial;
    co_return StepReport{checked_message, served_};
  }

  static Error mismatch(const events::NodeChecked& seen, const std::string& wanted) {
    std::string detail = "wanted " + wanted;
    for (const auto& address : seen.addresses)
      detail += "; " + address.address + ": " + std::string(events::word_of(address.verdict)) +
                (address.serial.empty() ? "" : " " + address.serial) +
                (address.detail.empty() ? "" : " (" + address.detail + ")");
    return {make_error_code(saga_errc::not_served), detail};
  }

  Task<Result<>> run_step(std::uint32_t i) {
    failure_.reset();
    CO_TRY_DO(co_await report(events::StepStarted{i, steps_[i].name}));
    note_started(i);
    const auto done = co_await steps_[i].run();
    if (done)
      co_return co_await report(
          events::StepSucceeded{i, steps_[i].name, static_cast<std::uint32_t>(done->message), done->detail});
    failure_ = done.error();
    co_return co_await report(events::StepFailed{i, steps_[i].name,
                                                 static_cast<std::uint32_t>(message_number(failure_->code)),
                                                 error_word(failure_->code), describe(*failure_)});
  }

  Task<Result<>> roll_back(std::string reason) {
    if (apply_.stage != ApplyStage::rolling_back) CO_TRY_DO(co_await report(events::RollbackStarted{reason}));
    if (!anything_started()) co_return co_await end_untouched(std::move(reason));
    std::string trouble;
    if (const auto again = co_await open_sessions(); !again) trouble = describe(again.error());
    for (std::uint32_t i = static_cast<std::uint32_t>(steps_.size()); i-- > 0;) {
      if (!has_started(i) || is_undone(i) || !steps_[i].undo) continue;
      CO_TRY(const auto undone, co_await undo_step(i));
      if (undone) trouble += (trouble.empty() ? "" : "; ") + *undone;
    }
    co_return co_await end_rollback(std::move(reason), std::move(trouble));
  }

  /// In a new process the steps' session is not there: those that make it run before any undo.
  Task<Result<>> open_sessions() {
    for (std::uint32_t i = 0; i < steps_.size(); ++i) {
      if (!steps_[i].session || steps_[i].cleanup || ran_here(i)) continue;
      const auto opened = co_await with_patience(steps_[i].run);
      if (!opened) co_return fail(opened.error());
    }
    co_return Result<>{};
  }

  /// Empty when the step is undone, else what went wrong.
  Task<Result<std::optional<std::string>>> undo_step(std::uint32_t i) {
    CO_TRY_DO(co_await report(events::StepUndoStarted{i, steps_[i].name}));
    const auto done = co_await with_patience(steps_[i].undo);
    if (done) {
      CO_TRY_DO(co_await report(
          events::StepUndone{i, steps_[i].name, static_cast<std::uint32_t>(done->message), done->detail}));
      co_return std::nullopt;
    }
    CO_TRY_DO(co_await report(
        events::StepUndoFailed{i, steps_[i].name, error_word(done.error().code), describe(done.error())}));
    co_return reason_of(steps_[i].name, done.error());
  }

  Task<Result<StepReport>> with_patience(const std::function<Task<Result<StepReport>>()>& action) {
    for (int attempt = 1;; ++attempt) {
      auto done = co_await action();
      if (done || attempt == undo_attempts || failure_of(done.error().code) == Failure::permanent)
        co_return done;
      CO_TRY_DO(co_await world_.clock.sleep_until(world_.clock.now() + undo_pause * attempt));
    }
  }

  Task<Result<>> end_rollback(std::string reason, std::string trouble) {
    if (!trouble.empty()) co_return co_await report(events::ApplyStuck{reason + "; rollback: " + trouble});
    if (!world_.checked || world_.served_before.empty())
      co_return co_await report(events::ApplyRolledBack{std::move(reason), {}});
    const auto seen = co_await world_.look(world_.served_before);
    if (!seen)
      co_return co_await report(events::ApplyStuck{reason + "; after rollback: " + describe(seen.error())});
    if (seen->served_serial != world_.served_before)
      co_return co_await report(events::ApplyStuck{
          reason + "; after rollback: " + describe(mismatch(*seen, world_.served_before))});
    co_return co_await report(events::ApplyRolledBack{std::move(reason), seen->served_serial});
  }

  /// The node serves what it served when it was looked at before the first step.
  Task<Result<>> end_untouched(std::string reason) {
    const auto serves = world_.checked ? world_.served_before : std::string();
    co_return co_await report(events::ApplyRolledBack{std::move(reason), serves});
  }

  Task<Result<>> report(events::ApplyEvent event) { co_return co_await world_.report(std::move(event)); }

  std::optional<StepState> state_of(std::uint32_t i) const {
    const auto found = std::ranges::find(apply_.steps, i, &StepProgress::index);
    if (found == apply_.steps.end()) return std::nullopt;
    return found->state;
  }
  bool is_done(std::uint32_t i) const { return state_of(i) == StepState::succeeded; }
  bool is_undone(std::uint32_t i) const { return state_of(i) == StepState::undone; }
  bool ran_here(std::uint32_t i) const { return std::ranges::find(started_here_, i) != started_here_.end(); }
  bool has_started(std::uint32_t i) const { return ran_here(i) || state_of(i).has_value(); }
  void note_started(std::uint32_t i) { started_here_.push_back(i); }
  /// A job parks what fails for good at its first attempt: that is no retry.
  bool may_retry(const Error& error) const {
    return !world_.last_attempt && failure_of(error.code) != Failure::permanent;
  }
  /// Whether any step that can change the host was begun, in this attempt or an earlier one.
  bool anything_started() const {
    for (std::uint32_t i = 0; i < steps_.size(); ++i)
      if (has_started(i) && steps_[i].undo) return true;
    return false;
  }

  Apply apply_;
  std::vector<Step> steps_;
  SagaWorld world_;
  std::optional<std::uint32_t> check_;
  std::vector<std::uint32_t> started_here_;
  std::optional<Error> failure_;
  std::string served_;
};

}  // namespace

std::error_code make_error_code(saga_errc code) {
  static const TableCategory table("apply", {{int(saga_errc::not_served), "not_served",
                                              "the node does not serve the certificate that was installed",
                                              check_failed_message, Failure::transient, Answer::conflict}});
  return {int(code), table};
}

Task<Result<>> run_saga(Apply apply, std::vector<Step> steps, SagaWorld world) {
  Saga saga(std::move(apply), std::move(steps), std::move(world));
  co_return co_await saga.run();
}

}  // namespace kigen::orchestrator
