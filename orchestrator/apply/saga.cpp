#include "orchestrator/apply/saga.hpp"

#include <algorithm>
#include <optional>
#include <ranges>
#include <set>
#include <string_view>

#include "orchestrator/apply/resume.hpp"

namespace kigen::orchestrator {
namespace {

constexpr int undo_attempts = 4;
constexpr auto undo_pause = std::chrono::seconds(2);
constexpr int checked_message = 1857;
constexpr int check_failed_message = 1815;
constexpr int not_put_back_message = 1816;
constexpr int rolling_back_message = 1861;

/// Why an apply does not go on.
struct Cause {
  std::string code = {};    ///< error word; empty: an earlier process knew it
  std::string reason = {};  ///< what a person reads
};

std::string reason_of(const std::string& step, const Error& error) { return step + ": " + describe(error); }
Cause cause_of(const std::string& step, const Error& error) {
  return {error_word(error.code), reason_of(step, error)};
}

class Saga {
 public:
  Saga(Apply apply, Procedure procedure, SagaWorld world)
      : apply_(std::move(apply)),
        plan_(std::move(procedure.steps)),
        commands_begun_(std::move(procedure.commands_begun)),
        world_(std::move(world)) {
    if (world_.checked) insert_look();
  }

  Task<Result<>> run() {
    CO_TRY_DO(co_await report(events::ApplyStarted{
        apply_.attempt + 1, static_cast<std::uint32_t>(plan_.size()), world_.served_before}));
    if (apply_.stage == ApplyStage::rolling_back) co_return co_await roll_back({{}, apply_.rollback_reason});
    if (const auto fits = check_fit(apply_, plan_); !fits)
      co_return co_await roll_back({error_word(fits.error().code), describe(fits.error())});
    const bool only_tidying = was_served(apply_, plan_);
    for (const auto& step : plan_) {
      if (!is_due(step, only_tidying)) continue;
      CO_TRY(const auto failure, co_await run_step(step));
      if (!failure || step.cleanup) continue;
      if (is_left_to_the_job(*failure)) co_return fail(*failure);
      co_return co_await roll_back(cause_of(step.name, *failure));
    }
    co_return co_await report(events::ApplySucceeded{apply_.serial, served_});
  }

 private:
  /// The look from outside is a step like the others, before those that only tidy up; it is never skipped.
  void insert_look() {
    Step look{.name = std::string(look_step), .run = [this] { return check_served(); }};
    plan_.insert(std::ranges::find_if(plan_, &Step::cleanup), std::move(look));
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

  bool is_due(const Step& step, bool only_tidying) const {
    if (step.session || step.name == look_step) return true;
    if (only_tidying && !step.cleanup) return false;
    return state_of(step.name) != StepState::succeeded;
  }

  /// Empty when the step is done, else what went wrong.
  Task<Result<std::optional<Error>>> run_step(const Step& step) {
    const auto index = index_of(step);
    CO_TRY_DO(co_await report(events::StepStarted{index, step.name, bool(step.undo), step.live}));
    const auto begun_before = commands_begun();
    const auto done = co_await step.run();
    if (done) {
      if (step.session) opened_.insert(step.name);
      note(events::StepSucceeded{index, step.name, static_cast<std::uint32_t>(done->message), done->detail});
      co_return std::nullopt;
    }
    const auto& error = done.error();
    const bool touched = !commands_begun_ || commands_begun() != begun_before;
    note(events::StepFailed{index, step.name, static_cast<std::uint32_t>(message_number(error.code)),
                            error_word(error.code), describe(error), touched});
    co_return error;
  }

  std::uint64_t commands_begun() const { return commands_begun_ ? commands_begun_() : 0; }

  Task<Result<>> roll_back(Cause cause) {
    if (!has_left_something()) co_return co_await end_failed(std::move(cause));
    if (apply_.stage != ApplyStage::rolling_back)
      CO_TRY_DO(co_await report(events::RollbackStarted{cause.reason}));
    std::string trouble;
    if (const auto again = co_await open_sessions(); !again) {
      trouble = describe(again.error());
    } else {
      CO_TRY(trouble, co_await undo_all());
    }
    if (!was_changed()) co_return co_await end_failed(std::move(cause));
    co_return co_await end_rollback(std::move(cause.reason), trouble);
  }

  /// What kept live steps from being undone. What others leave behind is no reason to hold up the node.
  Task<Result<std::string>> undo_all() {
    std::string trouble;
    const auto owed = owed_undos();
    for (std::size_t next = 0; const auto& name : owed) {
      ++next;
      const auto* step = find_step(plan_, name);
      if (step != nullptr && step->backup && !trouble.empty()) continue;  // its time has not come
      const bool is_last = std::ranges::none_of(
          owed | std::views::drop(next), [this](const auto& later) { return is_certainly_undone(later); });
      CO_TRY(const auto failure, co_await undo(name, is_last));
      if (failure && was_live(*find_step(apply_, name), plan_))
        trouble += (trouble.empty() ? "" : "; ") + reason_of(name, *failure);
    }
    co_return trouble;
  }

  /// In a new process the steps' session is not there: those that make it run before any undo.
  Task<Result<>> open_sessions() {
    for (const auto& step : plan_) {
      if (!step.session || step.cleanup || opened_.contains(step.name)) continue;
      const auto opened = co_await with_patience(step.run);
      if (!opened) co_return fail(opened.error());
    }
    co_return Result<>{};
  }

  /// The steps that may have left something behind, last first.
  std::vector<std::string> owed_undos() const {
    std::vector<std::string> owed;
    for (const auto& begun : apply_.steps | std::views::reverse)
      if (begun.state != StepState::undone && leaves_something(begun, plan_)) owed.push_back(begun.name);
    return owed;
  }

  bool is_certainly_undone(const std::string& name) const {
    const auto* step = find_step(plan_, name);
    return step != nullptr && step->undo && !step->backup;
  }

  /// Empty when the step is undone, else what went wrong. Behind the last one the node is looked at, so that
  /// its outcome does not wait for the next word.
  Task<Result<std::optional<Error>>> undo(const std::string& name, bool is_last) {
    const auto* step = find_step(plan_, name);
    if (step == nullptr || !step->undo) co_return Error{make_error_code(saga_errc::no_undo)};
    const auto index = index_of(*step);
    CO_TRY_DO(co_await report(events::StepUndoStarted{index, name}));
    const auto done = co_await with_patience(step->undo);
    if (done) {
      CO_TRY_DO(co_await tell(
          events::StepUndone{index, name, static_cast<std::uint32_t>(done->message), done->detail}, is_last));
      co_return std::nullopt;
    }
    const auto& error = done.error();
    CO_TRY_DO(
        co_await tell(events::StepUndoFailed{index, name, error_word(error.code), describe(error)}, is_last));
    co_return error;
  }

  Task<Result<StepReport>> with_patience(const std::function<Task<Result<StepReport>>()>& action) {
    for (int attempt = 1;; ++attempt) {
      auto done = co_await action();
      if (done || attempt == undo_attempts || failure_of(done.error().code) == Failure::permanent)
        co_return done;
      CO_TRY_DO(co_await world_.clock.sleep_until(world_.clock.now() + undo_pause * attempt));
    }
  }

  Task<Result<>> end_rollback(std::string reason, const std::string& trouble) {
    const auto& before = apply_.served_before;
    if (!trouble.empty()) co_return co_await report(events::ApplyStuck{reason + "; rollback: " + trouble});
    if (!world_.checked || before.empty())
      co_return co_await report(events::ApplyRolledBack{std::move(reason), {}});
    const auto seen = co_await world_.look(before);
    if (!seen)
      co_return co_await report(events::ApplyStuck{reason + "; after rollback: " + describe(seen.error())});
    if (seen->served_serial != before)
      co_return co_await report(
          events::ApplyStuck{reason + "; after rollback: " + describe(mismatch(*seen, before))});
    co_return co_await report(events::ApplyRolledBack{std::move(reason), seen->served_serial});
  }

  Task<Result<>> end_failed(Cause cause) {
    co_return co_await report(events::ApplyFailed{std::move(cause.code), std::move(cause.reason)});
  }

  Task<Result<>> report(events::ApplyEvent event) {
    CO_TRY_DO(co_await world_.report(event));
    follow(event);
    co_return Result<>{};
  }
  void note(events::ApplyEvent event) {
    follow(event);
    world_.note(std::move(event));
  }
  /// An outcome: at once where no other word follows it before something is done.
  Task<Result<>> tell(events::ApplyEvent outcome, bool at_once) {
    if (at_once) co_return co_await report(std::move(outcome));
    note(std::move(outcome));
    co_return Result<>{};
  }
  /// Nothing here depends on where an event stands in the log.
  void follow(const events::ApplyEvent& event) { apply_ = evolve(std::move(apply_), event, {}); }

  std::optional<StepState> state_of(std::string_view name) const {
    const auto* begun = find_step(apply_, name);
    return begun == nullptr ? std::nullopt : std::optional(begun->state);
  }
  std::uint32_t index_of(const Step& step) const { return static_cast<std::uint32_t>(&step - plan_.data()); }
  bool has_left_something() const {
    return std::ranges::any_of(apply_.steps,
                               [this](const auto& begun) { return leaves_something(begun, plan_); });
  }
  /// Whether a live step was begun, in this attempt or an earlier one.
  bool was_changed() const {
    return std::ranges::any_of(apply_.steps, [this](const auto& begun) { return was_live(begun, plan_); });
  }
  /// Before any live step the job may try again; but it parks what fails for good at its first attempt.
  bool is_left_to_the_job(const Error& error) const {
    return !was_changed() && !world_.last_attempt && failure_of(error.code) != Failure::permanent;
  }

  Apply apply_;  // with all that was said here
  std::vector<Step> plan_;
  std::function<std::uint64_t()> commands_begun_;
  SagaWorld world_;
  std::set<std::string> opened_;  // sessions live as long as this process
  std::string served_;
};

}  // namespace

std::error_code make_error_code(saga_errc code) {
  static const TableCategory table(
      "apply",
      {{int(saga_errc::not_served), "not_served",
        "the node does not serve the certificate that was installed", check_failed_message,
        Failure::transient, Answer::conflict},
       {int(saga_errc::unknown_step), "unknown_step",
        "another version of Kigen began a step that this one does not have", rolling_back_message,
        Failure::permanent, Answer::conflict},
       {int(saga_errc::steps_changed), "steps_changed",
        "another version of Kigen began the apply, and went on without a step that this one takes first",
        rolling_back_message, Failure::permanent, Answer::conflict},
       {int(saga_errc::no_undo), "no_undo",
        "another version of Kigen began this step, and this one cannot undo it; see to the host, then cancel "
        "the apply",
        not_put_back_message, Failure::permanent, Answer::conflict},
       {int(saga_errc::doubled_step), "doubled_step", "two steps of this kind of node have one name",
        rolling_back_message, Failure::permanent, Answer::internal}});
  return {int(code), table};
}

Task<Result<std::vector<std::string>>> clean_up(std::vector<std::string> begun, bool keep_backup,
                                                Procedure procedure) {
  for (const auto& step : procedure.steps)
    if (step.session && !step.cleanup) CO_TRY_DO(co_await step.run());
  std::vector<std::string> kept;
  for (const auto& name : begun | std::views::reverse) {
    const auto* step = find_step(procedure.steps, name);
    if (step == nullptr || !step->undo) co_return fail(saga_errc::no_undo, name);
    if (step->backup && keep_backup)
      kept.push_back(name);
    else
      CO_TRY_DO(co_await step->undo());
  }
  co_return kept;
}

Task<Result<>> run_saga(Apply apply, Procedure procedure, SagaWorld world) {
  CO_TRY_DO(check_names(procedure.steps));
  Saga saga(std::move(apply), std::move(procedure), std::move(world));
  co_return co_await saga.run();
}

}  // namespace kigen::orchestrator
