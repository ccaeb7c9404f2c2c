#include "workers/install/host_identity.hpp"

#include <string>

#include "orchestrator/access/commands.hpp"

namespace kigen::workers::install {

using namespace orchestrator;

Command trust(const Access& access, const HostKey& shown) {
  return as_command(
      PinHostKey{access.id, {shown.algorithm, shown.fingerprint, true}, place_of(access.settings)});
}

std::optional<Command> judge(const Access& access, const HostKey& shown) {
  const std::string pinned = access.pinned ? access.pinned->fingerprint : "";
  if (pinned == shown.fingerprint) return std::nullopt;
  if (pinned.empty() && access.settings.host_key_policy == events::HostKeyPolicy::trust_on_first_use)
    return trust(access, shown);
  return as_command(ReportHostKeyRefused{
      access.id, {shown.algorithm, shown.fingerprint, pinned}, place_of(access.settings)});
}

}  // namespace kigen::workers::install
