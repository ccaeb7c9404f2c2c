#include <algorithm>
#include <utility>

#include "orchestrator/access/commands.hpp"
#include "orchestrator/access/errors.hpp"
#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

constexpr std::size_t max_login_bytes = 64;

Result<const Access*> find(const World& world, AccessId id) {
  const auto* access = world.access(id);
  if (!access) return fail(access_errc::unknown_access, to_text(id));
  return access;
}

template <Event E>
Changes change(const Access& access, const E& event) {
  return std::move(Changes{}.add(stream_of(access.id), access.version, event));
}

bool is_login_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("._-@$+\\").contains(c);
}

Result<> check_login(const std::string& login, std::string_view field) {
  const bool good = !login.empty() && login.size() <= max_login_bytes && login.front() != '-' &&
                    std::ranges::all_of(login, is_login_character);
  if (!good) return fail(access_errc::malformed_login, login.substr(0, max_login_bytes), std::string(field));
  return {};
}

Result<> check_elevation(const AccessSettings& settings) {
  if (settings.elevation == Elevation::none) return {};
  if (settings.execution_id.empty()) return fail(access_errc::no_execution_login, {}, "settings.executionId");
  if (settings.elevation == Elevation::su && !settings.execution_password)
    return fail(access_errc::no_execution_login, {}, "settings.executionPassword");
  return check_login(settings.execution_id, "settings.executionId");
}

Result<> check(const AccessSettings& settings) {
  TRY_DO(check_name(settings.name, "settings.name"));
  TRY_DO(check_host(settings.host, "settings.host"));
  TRY_DO(check_port(settings.port, "settings.port"));
  TRY_DO(check_login(settings.login_id, "settings.loginId"));
  if (!settings.login_password && !settings.ssh_private_key)
    return fail(access_errc::no_login, {}, "settings.loginPassword");
  return check_elevation(settings);
}

Result<> check_name_free(const World& world, const std::string& name, AccessId wanted_by) {
  const auto* holder = world.access_named(name);
  if (holder && holder->id != wanted_by) return fail(access_errc::name_taken, name, "settings.name");
  return {};
}

Result<> check_identity(const std::string& algorithm, const std::string& fingerprint) {
  if (algorithm.empty()) return fail(access_errc::no_identity, {}, "algorithm");
  if (fingerprint.empty()) return fail(access_errc::no_identity, {}, "fingerprint");
  return {};
}

bool is_of_another(const std::optional<HostPlace>& seen_at, const Access& access) {
  return seen_at && *seen_at != place_of(access.settings);
}

bool shows(const std::optional<PinnedKey>& key, const std::string& algorithm,
           const std::string& fingerprint) {
  return key && key->algorithm == algorithm && key->fingerprint == fingerprint;
}

}  // namespace

Result<Changes> decide(const World& world, const CreateAccess& command) {
  TRY_DO(check(command.settings));
  TRY_DO(check_name_free(world, command.settings.name, command.id));
  return std::move(Changes{}.add(command.stream(), 0, AccessCreated{command.settings}));
}

Result<Changes> decide(const World& world, const EditAccess& command) {
  TRY(const auto* access, find(world, command.id));
  TRY_DO(check(command.settings));
  TRY_DO(check_name_free(world, command.settings.name, command.id));
  if (command.settings == access->settings) return Changes{};
  TRY_DO(check_bound(access->settings, command.settings));
  return change(*access, AccessEdited{command.settings, has_moved(access->settings, command.settings)});
}

Result<Changes> decide(const World& world, const DeleteAccess& command) {
  TRY(const auto* access, find(world, command.id));
  if (world.is_access_used(command.id)) return fail(access_errc::used, access->settings.name);
  return change(*access, AccessDeleted{});
}

Result<Changes> decide(const World& world, const PinHostKey& command) {
  TRY(const auto* access, find(world, command.id));
  const auto& pin = command.pinned;
  TRY_DO(check_identity(pin.algorithm, pin.fingerprint));
  if (is_of_another(command.seen_at, *access)) {
    if (pin.first_use) return Changes{};
    return fail(access_errc::moved_meanwhile, access->settings.host);
  }
  if (shows(access->pinned, pin.algorithm, pin.fingerprint)) return Changes{};
  if (access->pinned && pin.first_use)
    return fail(access_errc::identity_changed, access->settings.host + " showed " + pin.fingerprint);
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
