#include "workers/install/plan.hpp"

#include <chrono>
#include <utility>

#include "workers/access_opener.hpp"

namespace kigen::workers::install {

Task<Result<orchestrator::InstallPlan>> plan_for(Errand errand, orchestrator::Vault& vault) {
  orchestrator::InstallPlan plan;
  CO_TRY(plan.target, co_await open_access(errand.access, vault));
  plan.apply = errand.apply;
  plan.serial = std::move(errand.serial);
  plan.service = std::move(errand.service);
  plan.node = errand.node_settings.name;
  plan.settings = std::move(errand.node_settings);
  for (const auto& serial : {errand.node.installed_serial, errand.node.verified_serial})
    if (!serial.empty()) plan.kept_serials.push_back(serial);
  plan.connect_timeout = std::chrono::seconds(errand.settings.connect_timeout_s);
  plan.command_timeout = std::chrono::seconds(errand.settings.command_timeout_s);
  co_return plan;
}

}  // namespace kigen::workers::install
