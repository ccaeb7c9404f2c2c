#pragma once

#include <string>

#include "orchestrator/ports/install.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/states.hpp"

namespace kigen::workers::install {

/// What the log knows about work on a node's host.
struct Errand {
  ApplyId apply = {};
  std::string serial = {};
  orchestrator::Node node = {};
  events::NodeSettings node_settings = {};  ///< with which the work began
  orchestrator::Access access = {};
  std::string service = {};
  events::GeneralSettings settings = {};
};

/// All of a plan but certificates, key and what is done about the host's identity.
Task<Result<orchestrator::InstallPlan>> plan_for(Errand errand, orchestrator::Vault& vault);

}  // namespace kigen::workers::install
