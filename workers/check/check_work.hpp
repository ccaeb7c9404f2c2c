#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "orchestrator/jobs/home.hpp"
#include "orchestrator/jobs/outcome.hpp"
#include "workers/check/node_check.hpp"

namespace kigen::workers::check {

struct CheckBrief {
  NodeId node = {};
  events::CheckSettings settings = {};
  std::optional<events::Generation> expected = {};  ///< what the node should serve
  std::string proxy = {};
  std::uint32_t connect_timeout_s = 0;

  static constexpr auto fields = events::field_list(
      events::field("node", &CheckBrief::node), events::field("settings", &CheckBrief::settings),
      events::field("expected", &CheckBrief::expected), events::field("proxy", &CheckBrief::proxy),
      events::field("connectTimeoutS", &CheckBrief::connect_timeout_s));
};

/// Looks from outside at what a node serves and compares (R26).
Task<Result<orchestrator::JobOutcome>> look_at_node(CheckPorts ports, CheckBrief brief,
                                                    orchestrator::Home& home);

}  // namespace kigen::workers::check
