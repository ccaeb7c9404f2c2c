#pragma once

#include <string>
#include <vector>

#include "events/company_events.hpp"
#include "events/node_events.hpp"
#include "orchestrator/jobs/keyring.hpp"
#include "orchestrator/states.hpp"

namespace kigen::workers::install {

/// What home knows about work on a node's host: part of briefs.
struct Errand {
  ApplyId apply = {};
  std::string serial = {};
  NodeId node = {};
  events::NodeSettings settings = {};          ///< with which the work began
  std::vector<std::string> kept_serials = {};  ///< whose copies on the host stay whatever happens
  orchestrator::Access access = {};
  std::string service = {};
  events::GeneralSettings general = {};
  orchestrator::Keyring secrets = {};  ///< of the access, and the key that is installed

  static constexpr auto fields = events::field_list(
      events::field("apply", &Errand::apply), events::field("serial", &Errand::serial),
      events::field("node", &Errand::node), events::field("settings", &Errand::settings),
      events::field("keptSerials", &Errand::kept_serials), events::field("access", &Errand::access),
      events::field("service", &Errand::service), events::field("general", &Errand::general),
      events::field("secrets", &Errand::secrets));
};

/// What is installed there, and "previous good" (R27).
std::vector<std::string> kept_serials(const orchestrator::Node& node);

}  // namespace kigen::workers::install
