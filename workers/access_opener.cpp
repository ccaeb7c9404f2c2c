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

Task<Result<Secret>> open(Vault& vault, std::optional<SecretRef> ref) {
  if (!ref) co_return Secret{};
  co_return co_await vault.get(*ref);
}

}  // namespace

Task<Result<SshTarget>> open_access(Access access, Vault& vault) {
  const auto& settings = access.settings;
  SshTarget target;
  target.endpoint = {settings.host, static_cast<std::uint16_t>(settings.port)};
  target.user = settings.login_id;
  CO_TRY(target.password, co_await open(vault, settings.login_password));
  CO_TRY(target.private_key, co_await open(vault, settings.ssh_private_key));
  if (access.pinned) target.pinned = HostKey{access.pinned->algorithm, access.pinned->fingerprint};
  target.trust_on_first_use = settings.host_key_policy == events::HostKeyPolicy::trust_on_first_use;
  target.algorithms = settings.algorithms;
  target.run_as = run_as(settings.elevation);
  if (!settings.execution_id.empty()) target.execution_user = settings.execution_id;
  CO_TRY(target.execution_password, co_await open(vault, settings.execution_password));
  co_return target;
}

}  // namespace kigen::workers
