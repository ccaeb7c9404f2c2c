#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/state/access.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// An identity that a host showed (R30).
struct HostKey {
  std::string algorithm = {};
  std::string fingerprint = {};
  bool first_use = false;  ///< trusted at first contact, not confirmed by a person
  Instant at = {};

  static constexpr auto fields = events::field_list(
      events::field("algorithm", &HostKey::algorithm), events::field("fingerprint", &HostKey::fingerprint),
      events::field("firstUse", &HostKey::first_use), events::field("at", &HostKey::at));
};

/// Connection data without its secrets (R29): of those, only whether they are there.
struct AccessDetail {
  AccessId id = {};
  Version version = 0;
  std::string name = {};
  std::string host = {};
  std::uint32_t port = 22;
  std::string login_id = {};
  bool has_login_password = false;
  bool has_ssh_private_key = false;
  events::Elevation elevation = events::Elevation::none;
  std::string execution_id = {};
  bool has_execution_password = false;
  events::HostKeyPolicy host_key_policy = events::HostKeyPolicy::confirm;
  events::SshAlgorithms algorithms = events::SshAlgorithms::modern;
  std::optional<HostKey> pinned_key = {};
  std::optional<HostKey> refused_key = {};  ///< shown since and not accepted: a candidate to confirm

  static constexpr auto fields = events::field_list(
      events::field("id", &AccessDetail::id), events::field("version", &AccessDetail::version),
      events::field("name", &AccessDetail::name), events::field("host", &AccessDetail::host),
      events::field("port", &AccessDetail::port), events::field("loginId", &AccessDetail::login_id),
      events::field("hasLoginPassword", &AccessDetail::has_login_password),
      events::field("hasSshPrivateKey", &AccessDetail::has_ssh_private_key),
      events::field("elevation", &AccessDetail::elevation),
      events::field("executionId", &AccessDetail::execution_id),
      events::field("hasExecutionPassword", &AccessDetail::has_execution_password),
      events::field("hostKeyPolicy", &AccessDetail::host_key_policy),
      events::field("algorithms", &AccessDetail::algorithms),
      events::field("pinnedKey", &AccessDetail::pinned_key),
      events::field("refusedKey", &AccessDetail::refused_key));
};

/// What the row has from the aggregate.
void show(AccessDetail& row, const events::Access& access);

/// Accesses. Queries: any thread.
class Accesses final : public View {
 public:
  explicit Accesses(Store& store);

  Result<Seen<AccessDetail>> detail(AccessId id) const;
  /// By name, those whose name has `search` in it; ASCII letters in either case.
  Result<Page<AccessDetail>> list(const Paging& paging, std::string_view search = {}) const;

  Result<> fold(const Fact& fact) override;

 private:
  std::vector<AnyTable*> tables() override { return {&accesses_}; }

  Store& store_;
  Table<AccessDetail> accesses_;
};

}  // namespace kigen::projections
