#include "tools/kigen/server/verify_vault.hpp"

#include <boost/asio/thread_pool.hpp>

#include "events/log/database.hpp"
#include "events/log/directory_lock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/secrets.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "tools/kigen/server/installation.hpp"
#include "tools/kigen/server/layout.hpp"
#include "tools/kigen/server/offline_log.hpp"

namespace kigen::tools {
namespace {

using namespace orchestrator;

constexpr std::size_t chunk = 1'024;

Result<World> fold_all(const events::Database& database) {
  World world;
  TRY(const auto end, database.end());
  while (world.end() < end) {
    TRY(const auto stored, database.records(world.end(), chunk));
    for (const auto& bytes : stored) {
      TRY(const auto record, events::decode_record(bytes));
      TRY_DO(world.fold(record));
    }
  }
  return world;
}

Result<std::unique_ptr<vault::FileVault>> open_vault(const Config& config, Random& random,
                                                     asio::any_io_executor pool) {
  if (vault::FileVault::is_absent(vault_folder(config)))
    return fail(vault_errc::no_vault, vault_folder(config).string());
  TRY(auto keys, vault::load_master_keys(master_source(config), random));
  return vault::FileVault::open_to_read(vault_folder(config), std::move(keys), random, std::move(pool));
}

}  // namespace

Result<VaultVerification> verify_vault(const Config& config) {
  TRY(const auto lock, events::DirectoryLock::take(log_folder(config)));
  TRY(const auto database,
      events::Database::open(events::database_in(log_folder(config)), events::Database::Mode::read_only));
  TRY(const auto world, fold_all(*database));
  const auto secrets = secrets_of(world);
  VaultVerification found{.secrets = secrets.size()};
  if (world.end() == 0) return found;
  found.is_rotating = vault::is_rotating(vault_folder(config));
  SystemRandom random;
  asio::thread_pool pool{1};
  const auto vault = open_vault(config, random, pool.get_executor());
  if (!vault) {
    found.findings.push_back({"vault", describe(vault.error())});
    return found;
  }
  for (const auto& [ref, what] : secrets)
    if (const auto secret = run_blocking((*vault)->get(ref)); !secret)
      found.findings.push_back({"vault, " + what, describe(secret.error())});
  return found;
}

}  // namespace kigen::tools
