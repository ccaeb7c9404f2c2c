#include "workers/install/apache.hpp"

#include <memory>
#include <ranges>
#include <string>

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
        settings_(plan.settings.apache),
        apply_(to_text(plan.apply)),
        where_(to_text(plan.target.endpoint)),
        who_(plan.target.user + " at " + where_),
        reinstalled_(plan.serial == plan.verified_serial),
        kept_generation_(files.base_folder + "/generation-" + plan.verified_serial),
        files_(std::move(files)) {}

  Report connect() {
    CO_TRY(const auto key, co_await host_.connect());
    co_return StepReport{1850, where_ + ", " + key.algorithm + " " + key.fingerprint};
  }

  Report log_in() {
    CO_TRY_DO(co_await host_.log_in());
    co_return StepReport{logged_in, who_};
  }

  Report disconnect() {
    host_.disconnect();
    co_return StepReport{1860, where_};
  }

  Report make_folders() {
    CO_TRY_DO(co_await elevated(script::make_folders,
                                {settings_.work_folder, files_.base_folder, files_.generation_folder},
                                folder_failed));
    co_return StepReport{1851, files_.generation_folder};
  }

  Report remove_folders() {
    CO_TRY_DO(co_await elevated(script::remove_base, {files_.base_folder}, removal_failed));
    co_return StepReport{1864, files_.base_folder};
  }

  Report transfer() {
    CO_TRY(auto staging,
           co_await host_.run_script(script::make_staging, {apply_}, Rights::login, transfer_failed));
    staging.erase(staging.find_last_not_of('\n') + 1);
    Arguments arguments{files_.generation_folder, staging};
    for (const auto& file : files_.files) {
      CO_TRY_DO(co_await host_.write_private(staging + "/" + file.name, file.content.reveal()));
      arguments.push_back(file.name);
    }
    CO_TRY_DO(co_await elevated(script::take_over, std::move(arguments), transfer_failed));
    CO_TRY_DO(co_await remove_staging());
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

  Report set_permissions() {
    CO_TRY_DO(co_await elevated(script::set_permissions, {settings_.key_file}, permission_failed));
    co_return StepReport{permissions_set, settings_.key_file + ": 0600"};
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
    CO_TRY_DO(co_await elevated(
        script::remove_old,
        {files_.base_folder, files_.generation_folder, kept_generation_, files_.backup_folder},
        removal_failed));
    co_return StepReport{1858, files_.base_folder};
  }

 private:
  // Numbers of ours: the manual's product has no such steps.
  static constexpr int logged_in = 3723;
  static constexpr int permissions_set = 3720;
  static constexpr int configuration_tested = 3721;

  Task<Result<std::string>> elevated(const std::string& script, Arguments arguments, install_errc failure) {
    co_return co_await host_.run_script(script, std::move(arguments), Rights::execution, failure);
  }

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
  bool reinstalled_;
  std::string kept_generation_;
  ApacheFiles files_;
};

using Move = Report (ApacheApply::*)();

Step make_step(const std::shared_ptr<ApacheApply>& apply, std::string name, Move run, Move undo = nullptr) {
  Step step{.name = std::move(name), .run = [apply, run] { return (*apply.*run)(); }};
  if (undo != nullptr) step.undo = [apply, undo] { return (*apply.*undo)(); };
  return step;
}

}  // namespace

Result<std::vector<Step>> ApacheInstaller::steps(InstallPlan plan) {
  TRY(auto files, prepare_files(plan));
  const auto apply = std::make_shared<ApacheApply>(ssh_, clock_, plan, std::move(files));
  using A = ApacheApply;
  std::vector<Step> steps{
      make_step(apply, "connect", &A::connect),
      make_step(apply, "log_in", &A::log_in),
      make_step(apply, "make_folder", &A::make_folders, &A::remove_folders),
      make_step(apply, "transfer", &A::transfer, &A::remove_transferred),
      make_step(apply, "back_up", &A::back_up, &A::remove_backup),
      make_step(apply, "replace", &A::replace, &A::restore),
      make_step(apply, "set_permissions", &A::set_permissions),
      make_step(apply, "test_configuration", &A::test_configuration),
      make_step(apply, "restart", &A::restart),
      make_step(apply, "remove_old", &A::remove_old),
      make_step(apply, "disconnect", &A::disconnect),
  };
  for (auto& opening : steps | std::views::take(2)) opening.session = opening.read_only = true;
  steps[steps.size() - 2].cleanup = true;
  steps.back().cleanup = true;
  return steps;
}

}  // namespace kigen::workers::install
