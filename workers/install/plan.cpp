#include "workers/install/plan.hpp"

#include <chrono>

#include "workers/access_opener.hpp"

namespace kigen::workers::install {

Result<orchestrator::InstallPlan> plan_for(const Errand& errand) {
  orchestrator::InstallPlan plan;
  TRY(plan.target, open_access(errand.access, errand.secrets));
  plan.apply = errand.apply;
  plan.serial = errand.serial;
  plan.service = errand.service;
  plan.node = errand.settings.name;
  plan.server = errand.settings.server;
  plan.kept_serials = errand.kept_serials;
  plan.connect_timeout = std::chrono::seconds(errand.general.connect_timeout_s);
  plan.command_timeout = std::chrono::seconds(errand.general.command_timeout_s);
  return plan;
}

}  // namespace kigen::workers::install
