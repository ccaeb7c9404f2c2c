#pragma once

#include <string>

#include "events/ca_account_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

struct ReportCaAccountRegistered {
  static constexpr std::string_view name = "ca_account.report_registered";
  CaAccountId id = {};
  std::string account_url = {};
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const ReportCaAccountRegistered& command);

}  // namespace kigen::orchestrator
