#pragma once

#include <string>

#include "events/ca_account_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

/// Secrets in `settings`, the account key among them, are in the vault already.
struct CreateCaAccount {
  static constexpr std::string_view name = "ca_account.create";
  static constexpr bool creates = true;
  CaAccountId id = {};
  events::CaAccountSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
struct EditCaAccount {
  static constexpr std::string_view name = "ca_account.edit";
  CaAccountId id = {};
  events::CaAccountSettings settings = {};
  StreamId stream() const { return stream_of(id); }
};
/// Refused while a service or an open order uses it.
struct DeleteCaAccount {
  static constexpr std::string_view name = "ca_account.delete";
  CaAccountId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct ReportCaAccountRegistered {
  static constexpr std::string_view name = "ca_account.report_registered";
  CaAccountId id = {};
  std::string account_url = {};
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const CreateCaAccount& command);
Result<Changes> decide(const World& world, const EditCaAccount& command);
Result<Changes> decide(const World& world, const DeleteCaAccount& command);
Result<Changes> decide(const World& world, const ReportCaAccountRegistered& command);

}  // namespace kigen::orchestrator
