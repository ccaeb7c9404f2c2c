#pragma once

#include <string>

#include "events/ca_account_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

/// Nothing when the account has another directory or key by now.
struct ReportCaAccountRegistered {
  static constexpr std::string_view name = "ca_account.report_registered";
  CaAccountId id = {};
  std::string account_url = {};
  events::OneOf<events::AcmeCa> registered_as = {};  ///< the settings that it was registered with
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const ReportCaAccountRegistered& command);

}  // namespace kigen::orchestrator
