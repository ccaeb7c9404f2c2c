#include "tools/kigen/server/installation.hpp"

#include <boost/asio/thread_pool.hpp>

#include <vector>

#include "events/log/directory_lock.hpp"
#include "events/log/rocks_log.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/password.hpp"
#include "tools/kigen/server/layout.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using namespace orchestrator;

constexpr std::string_view aside_prefix = "set-aside-";

Result<> move(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return fail(Error{error, "move " + from.string() + " to " + to.string()});
  return {};
}

std::vector<fs::path> belongings(const Config& config) {
  std::vector<fs::path> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(config.data, error))
    if (!entry.path().filename().string().starts_with(aside_prefix)) all.push_back(entry.path());
  return all;
}

}  // namespace

Result<Secret> begin_log(const Config& config) {
  SystemRandom random;
  const auto origin = "kigen.invalid/" + to_text(fresh_uuid(SystemClock().now(), random));
  TRY(auto signer, events::Signer::create(config.signer_key, origin));
  TRY_DO(events::RocksLog::open({.path = log_folder(config), .signer = std::move(signer)}));
  auto token = vault::make_token(random, "kgb_");
  TRY_DO(vault::replace_file(bootstrap_file(config), pki::sha256_hex(token.reveal()) + "\n"));
  return token;
}

vault::MasterSource master_source(const Config& config) {
  return {vault_folder(config), config.master_key, config.master_passphrase};
}

Result<> begin_vault(const Config& config) {
  TRY(const auto lock, events::DirectoryLock::take(log_folder(config)));
  const auto folder = vault_folder(config);
  if (!vault::FileVault::is_absent(folder)) return fail(config_errc::exists, folder.string());
  SystemRandom random;
  TRY(auto keys, vault::load_master_keys(master_source(config), random));
  asio::thread_pool unused{1};
  TRY_DO(vault::FileVault::open(folder, std::move(keys), random, unused.get_executor()));
  return {};
}

Result<fs::path> set_aside(const Config& config, Instant now) {
  TRY_DO(vault::make_folder(config.data));
  TRY_DO(vault::make_folder(log_folder(config)));
  TRY(const auto lock, events::DirectoryLock::take(log_folder(config)));
  auto name = to_text(now).substr(0, 19);  // to the second
  std::erase(name, ':');
  const auto folder = config.data / (std::string(aside_prefix) + name);
  TRY_DO(vault::make_folder(folder));
  for (const auto& path : belongings(config)) TRY_DO(move(path, folder / path.filename()));
  // Not into the data directory: who steals that shall not be able to sign.
  if (fs::exists(config.signer_key))
    TRY_DO(move(config.signer_key, config.signer_key.string() + "." + folder.filename().string()));
  return folder;
}

}  // namespace kigen::tools
