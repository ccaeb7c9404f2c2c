#include <utility>

#include "orchestrator/access/commands.hpp"
#include "orchestrator/access/errors.hpp"
#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/kept/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

Result<const Access*> find(const World& world, AccessId id) {
  const auto* access = world.access(id);
  if (!access) return fail(kept_errc::unknown, "access " + to_text(id));
  return access;
}

template <Event E>
Changes change(const Access& access, const E& event) {
  return std::move(Changes{}.add(stream_of(access.id), access.version, event));
}

Result<> check_elevation(const SshAccess& ssh) {
  if (ssh.elevation == Elevation::none) return {};
  if (ssh.execution_id.empty())
    return fail(access_errc::no_execution_login, {}, "settings.connection.executionId");
  if (ssh.elevation == Elevation::su && !ssh.execution_password)
    return fail(access_errc::no_execution_login, {}, "settings.connection.executionPassword");
  return {};
}

Result<> check(const SshAccess& ssh) {
  if (!ssh.login_password && !ssh.ssh_private_key)
    return fail(access_errc::no_login, {}, "settings.connection.loginPassword");
  return check_elevation(ssh);
}

std::string host_of(const Access& access) {
  const auto place = place_of(access.settings);
  return place ? place->host : std::string();
}

Result<> check_identity(const std::string& algorithm, const std::string& fingerprint) {
  if (algorithm.empty()) return fail(access_errc::no_identity, {}, "algorithm");
  if (fingerprint.empty()) return fail(access_errc::no_identity, {}, "fingerprint");
  return {};
}

bool is_of_another(const std::optional<HostPlace>& seen_at, const Access& access) {
  return seen_at && seen_at != place_of(access.settings);
}

bool shows(const std::optional<PinnedKey>& key, const std::string& algorithm,
           const std::string& fingerprint) {
  return key && key->algorithm == algorithm && key->fingerprint == fingerprint;
}

}  // namespace

Result<> check(const World&, const AccessSettings& settings) {
  return settings.connection.visit([](const auto& connection) { return check(connection); });
}

Result<> check_change(const AccessSettings& before, const AccessSettings& after) {
  return check_bound(before.connection, after.connection, "settings.connection");
}

Result<Changes> decide(const World& world, const PinHostKey& command) {
  TRY(const auto* access, find(world, command.id));
  const auto& pin = command.pinned;
  TRY_DO(check_identity(pin.algorithm, pin.fingerprint));
  if (is_of_another(command.seen_at, *access)) {
    if (pin.first_use) return Changes{};
    return fail(access_errc::moved_meanwhile, host_of(*access));
  }
  if (shows(access->pinned, pin.algorithm, pin.fingerprint)) return Changes{};
  if (access->pinned && pin.first_use)
    return fail(access_errc::identity_changed, host_of(*access) + " showed " + pin.fingerprint);
  return change(*access, pin);
}

Result<Changes> decide(const World& world, const ReportHostKeyRefused& command) {
  TRY(const auto* access, find(world, command.id));
  const auto& refused = command.refused;
  TRY_DO(check_identity(refused.algorithm, refused.fingerprint));
  if (is_of_another(command.seen_at, *access)) return Changes{};
  if (shows(access->refused, refused.algorithm, refused.fingerprint)) return Changes{};
  return change(*access, refused);
}

Result<Changes> decide(const World& world, const ScanHostKey& command) {
  TRY(const auto* access, find(world, command.id));
  if (waiting_job(world, stream_of(access->id), job_kind::access_scan)) return Changes{};
  return std::move(Changes{}.add(stream_of(command.job), 0, scan_host_key(*access, command.due)));
}

}  // namespace kigen::orchestrator
