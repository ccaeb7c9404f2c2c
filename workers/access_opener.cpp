#include "workers/access_opener.hpp"

namespace kigen::workers {
namespace {

using namespace orchestrator;

RunAs run_as(events::Elevation elevation) {
  switch (elevation) {
    case events::Elevation::none:
      return RunAs::login;
    case events::Elevation::su:
      return RunAs::su;
    case events::Elevation::sudo:
      return RunAs::sudo;
  }
  return RunAs::login;
}

Result<Secret> open(const Keyring& secrets, const std::optional<SecretRef>& ref) {
  if (!ref) return Secret{};
  return secrets.get(*ref);
}

Result<InstallTarget> open_kind(const events::SshAccess& ssh, const Access& access, const Keyring& secrets) {
  SshTarget target;
  target.endpoint = {ssh.host, static_cast<std::uint16_t>(ssh.port)};
  target.user = ssh.login_id;
  TRY(target.password, open(secrets, ssh.login_password));
  TRY(target.private_key, open(secrets, ssh.ssh_private_key));
  if (access.pinned) target.pinned = HostKey{access.pinned->algorithm, access.pinned->fingerprint};
  target.trust_on_first_use = ssh.host_key_policy == events::HostKeyPolicy::trust_on_first_use;
  target.algorithms = ssh.algorithms;
  target.run_as = run_as(ssh.elevation);
  if (!ssh.execution_id.empty()) target.execution_user = ssh.execution_id;
  TRY(target.execution_password, open(secrets, ssh.execution_password));
  return InstallTarget(std::move(target));
}

}  // namespace

Result<InstallTarget> open_access(const Access& access, const Keyring& secrets) {
  return access.settings.connection.visit(
      [&](const auto& connection) { return open_kind(connection, access, secrets); });
}

}  // namespace kigen::workers
