#include "workers/install/host_identity.hpp"

#include <string>

namespace kigen::workers::install {

using namespace orchestrator;

PinHostKey trust(const Access& access, const HostKey& shown) {
  return {access.id, {shown.algorithm, shown.fingerprint, true}, place_of(access.settings)};
}

std::optional<Report> judge(const Access& access, const HostKey& shown) {
  const std::string pinned = access.pinned ? access.pinned->fingerprint : "";
  if (pinned == shown.fingerprint) return std::nullopt;
  const auto& ssh = access.settings.connection.as<events::SshAccess>();
  if (pinned.empty() && ssh.host_key_policy == events::HostKeyPolicy::trust_on_first_use)
    return trust(access, shown);
  return ReportHostKeyRefused{
      access.id, {shown.algorithm, shown.fingerprint, pinned}, place_of(access.settings)};
}

}  // namespace kigen::workers::install
