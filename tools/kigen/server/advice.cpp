#include "tools/kigen/server/advice.hpp"

#include "events/log/event_log.hpp"
#include "orchestrator/ports/vault.hpp"

namespace kigen::tools {

std::string advice_for(const Error& error, const std::filesystem::path& config_file) {
  const auto config = " --config " + config_file.string();
  if (error.code == events::log_errc::no_log)
    return ". If it was lost, restore a backup. To begin a new one on purpose, with a key of its own: kigen "
           "init "
           "--new-log" +
           config;
  if (error.code == orchestrator::vault_errc::no_vault)
    return ". Mount it, or restore a backup. To go on without the keys and passwords that were in it: kigen "
           "init "
           "--new-vault" +
           config;
  if (error.code == events::log_errc::corrupt)
    return ". See all that is wrong with it: kigen verify" + config + "; then restore a backup";
  return "";
}

}  // namespace kigen::tools
