#include "workers/install/apache.hpp"

#include <algorithm>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>

#include "events/core/readable.hpp"
#include "workers/install/apache_files.hpp"
#include "workers/install/apache_scripts.hpp"
#include "workers/install/host.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;
using enum install_errc;

using Arguments = std::vector<std::string>;
using Report = Task<Result<StepReport>>;

/// One apply on one host. The steps share it.
class ApacheApply {
 public:
  ApacheApply(Ssh& ssh, Clock& clock, const InstallPlan& plan, ApacheFiles files)
      : host_(ssh, clock, plan),
        settings_(plan.server.as<events::ApacheSettings>()),
        apply_(to_text(plan.apply)),
        where_(to_text(target_of(plan).endpoint)),
        who_(target_of(plan).user + " at " + where_),
        allows_outdated_(target_of(plan).algorithms == events::SshAlgorithms::legacy),
        reinstalled_(std::ranges::count(plan.kept_serials, plan.serial) > 0),
        files_(std::move(files)) {
    for (const auto& serial : plan.kept_serials)
      kept_generations_.push_back(files_.base_folder + "/generation-" + serial);
  }

  std::uint64_t commands_begun() const { return host_.commands_begun(); }

  Report connect() {
    CO_TRY(const auto key, co_await host_.connect());
    co_return StepReport{allows_outdated_ ? connected_as_of_old : 1850,
                         where_ + ", " + key.algorithm + " " + key.fingerprint};
  }

  Report log_in() {
    CO_TRY_DO(co_await host_.log_in());
    co_return StepReport{logged_in, who_};
  }

  Report disconnect() {
    host_.disconnect();
    co_return StepReport{1860, where_};
  }

  Report inspect() {
    CO_TRY(const auto seen, co_await host_.run_script(script::inspect, with_files({settings_.work_folder}),
                                                      Rights::execution, target_refused, Effect::looks));
    co_return StepReport{inspected, told(seen)};
  }

  Report make_folders() {
    CO_TRY_DO(co_await elevated(script::make_folders,
                                {settings_.work_folder, files_.base_folder, files_.generation_folder},
                                folder_failed));
    co_return StepReport{1851, files_.generation_folder};
  }

  Report remove_folders() {
    CO_TRY_DO(co_await elevated(script::remove_empty, {files_.generation_folder, files_.base_folder},
                                removal_failed));
    co_return StepReport{1864, files_.base_folder};
  }

  Report transfer() {
    CO_TRY_DO(co_await host_.send(files_.generation_folder, files_.sent, transfer_failed));
    co_return StepReport{1852, files_.generation_folder};
  }

  /// A generation that is installed anew was there before and stays.
  Report remove_transferred() {
    CO_TRY_DO(co_await remove_staging());
    if (!reinstalled_)
      CO_TRY_DO(co_await elevated(script::remove_generation, {files_.generation_folder}, removal_failed));
    co_return StepReport{1863, files_.generation_folder};
  }

  Report back_up() {
    CO_TRY_DO(co_await elevated(script::back_up, with_files({files_.backup_folder}), backup_failed));
    co_return StepReport{1853, files_.backup_folder};
  }

  Report remove_backup() {
    CO_TRY_DO(co_await elevated(script::remove_backup, {files_.backup_folder}, removal_failed));
    co_return StepReport{1863, files_.backup_folder};
  }

  Report drop_backup() {
    CO_TRY_DO(co_await elevated(script::drop_backup, {files_.backup_folder}, removal_failed));
    co_return StepReport{1863, files_.backup_folder};
  }

  Report replace() {
    CO_TRY_DO(co_await elevated(script::replace, with_files({files_.generation_folder, files_.backup_folder}),
                                replace_failed));
    co_return StepReport{1854, targets()};
  }

  /// The files first; then Apache, if it was restarted with the new ones, whether it lives or not.
  Report restore() {
    CO_TRY_DO(co_await elevated(script::restore, with_files({files_.backup_folder}), restore_failed));
    CO_TRY_DO(co_await elevated(script::revive, control({files_.backup_folder}), restore_failed));
    co_return StepReport{1862, targets()};
  }

  Report remove_new() {
    CO_TRY_DO(co_await elevated(script::remove_new, with_files({}), removal_failed));
    co_return StepReport{1863, targets()};
  }

  Report check_permissions() {
    CO_TRY(const auto seen, co_await elevated(script::check_permissions, with_files({files_.backup_folder}),
                                              permission_failed));
    co_return StepReport{permissions_kept, told(seen)};
  }

  Report test_configuration() {
    CO_TRY_DO(co_await elevated(script::test_configuration, control({}), configuration_refused));
    co_return StepReport{configuration_tested, settings_.control_program};
  }

  Report restart() {
    CO_TRY_DO(co_await elevated(script::restart, control({files_.backup_folder}), restart_failed));
    co_return StepReport{1855, settings_.control_program + " graceful"};
  }

  Report remove_old() {
    Arguments arguments{files_.base_folder, files_.generation_folder, files_.backup_folder};
    arguments.insert(arguments.end(), kept_generations_.begin(), kept_generations_.end());
    CO_TRY_DO(co_await elevated(script::remove_old, std::move(arguments), removal_failed));
    CO_TRY_DO(co_await remove_staging());
    co_return StepReport{1858, files_.base_folder};
  }

 private:
  // Numbers of ours: the manual's product has no such steps.
  static constexpr int connected_as_of_old = 3811;
  static constexpr int logged_in = 3723;
  static constexpr int permissions_kept = 3720;
  static constexpr int inspected = 3724;
  static constexpr int configuration_tested = 3721;

  Task<Result<std::string>> elevated(const std::string& script, Arguments arguments, install_errc failure) {
    co_return co_await host_.run_script(script, std::move(arguments), Rights::execution, failure);
  }

  /// The apply may have been begun by a version that had one.
  Task<Result<std::string>> remove_staging() {
    co_return co_await host_.run_script(script::remove_staging, {apply_}, Rights::login, removal_failed);
  }

  /// The arguments and behind them the files, each as its name in the work folder and its target.
  Arguments with_files(Arguments arguments) const {
    for (const auto& file : files_.files) arguments.insert(arguments.end(), {file.name, file.target});
    return arguments;
  }

  Arguments control(Arguments arguments) const {
    arguments.insert(arguments.begin(), {settings_.control_program, settings_.config_file});
    return arguments;
  }

  /// What a script printed about each file, "; " behind each.
  static std::string told(std::string_view printed) {
    constexpr std::size_t told_bytes = 1000;
    if (printed.ends_with("; ")) printed.remove_suffix(2);
    return readable_begin(printed, told_bytes);
  }

  std::string targets() const {
    std::string text;
    for (const auto& file : files_.files) text += (text.empty() ? "" : ", ") + file.target;
    return text;
  }

  Host host_;
  events::ApacheSettings settings_;
  std::string apply_;
  std::string where_;
  std::string who_;
  bool allows_outdated_;
  bool reinstalled_;
  ApacheFiles files_;
  Arguments kept_generations_;
};

using Move = Report (ApacheApply::*)();

Step make_step(const std::shared_ptr<ApacheApply>& apply, std::string name, Move run, Move undo = nullptr) {
  Step step{.name = std::move(name)};
  if (run != nullptr) step.run = [apply, run] { return (*apply.*run)(); };
  if (undo != nullptr) step.undo = [apply, undo] { return (*apply.*undo)(); };
  return step;
}

Procedure procedure_of(const std::shared_ptr<ApacheApply>& apply, std::vector<Step> steps) {
  for (auto& opening : steps | std::views::take(2)) opening.session = opening.read_only = true;
  return {std::move(steps), [apply] { return apply->commands_begun(); }};
}

Step& step_named(std::vector<Step>& steps, std::string_view name) {
  return *std::ranges::find(steps, name, &Step::name);
}

}  // namespace

Result<Procedure> ApacheInstaller::prepare(InstallPlan plan) {
  TRY(auto files, prepare_files(plan));
  const auto apply = std::make_shared<ApacheApply>(ssh_, clock_, plan, std::move(files));
  using A = ApacheApply;
  std::vector<Step> steps{
      make_step(apply, "connect", &A::connect),
      make_step(apply, "log_in", &A::log_in),
      make_step(apply, "inspect", &A::inspect),
      make_step(apply, "make_folder", &A::make_folders, &A::remove_folders),
      make_step(apply, "transfer", &A::transfer, &A::remove_transferred),
      make_step(apply, "back_up", &A::back_up, &A::remove_backup),
      make_step(apply, "replace", &A::replace, &A::restore),
      make_step(apply, "set_permissions", &A::check_permissions),
      make_step(apply, "test_configuration", &A::test_configuration),
      make_step(apply, "restart", &A::restart),
      make_step(apply, "remove_old", &A::remove_old),
      make_step(apply, "disconnect", &A::disconnect),
  };
  step_named(steps, "inspect").read_only = true;
  step_named(steps, "back_up").backup = true;
  for (const auto* live : {"replace", "restart"}) step_named(steps, live).live = true;
  for (const auto* tidying : {"remove_old", "disconnect"}) step_named(steps, tidying).cleanup = true;
  return procedure_of(apply, std::move(steps));
}

Result<Procedure> ApacheInstaller::clean_up(InstallPlan plan) {
  const auto apply = std::make_shared<ApacheApply>(ssh_, clock_, plan, places_of(plan));
  using A = ApacheApply;
  std::vector<Step> steps{
      make_step(apply, "connect", &A::connect),
      make_step(apply, "log_in", &A::log_in),
      make_step(apply, "make_folder", nullptr, &A::remove_folders),
      make_step(apply, "transfer", nullptr, &A::remove_transferred),
      make_step(apply, "back_up", nullptr, &A::drop_backup),
      make_step(apply, "replace", nullptr, &A::remove_new),
  };
  step_named(steps, "back_up").backup = true;
  return procedure_of(apply, std::move(steps));
}

}  // namespace kigen::workers::install
