#include "orchestrator/vault/file_vault.hpp"

#include "events/core/offload.hpp"
#include "events/log/files.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/secret_file.hpp"

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

using events::unfinished_suffix;

}  // namespace

Result<std::unique_ptr<FileVault>> FileVault::open(fs::path folder, MasterKeys keys, Random& random,
                                                   asio::any_io_executor pool) {
  TRY_DO(make_folder(folder));
  auto vault =
      std::unique_ptr<FileVault>(new FileVault(std::move(folder), std::move(keys), random, std::move(pool)));
  TRY(const bool holds_secrets, vault->clean_up());
  TRY_DO(vault->check_master(holds_secrets));
  return vault;
}

Result<std::unique_ptr<FileVault>> FileVault::open_to_read(fs::path folder, MasterKeys keys, Random& random,
                                                           asio::any_io_executor pool) {
  auto vault =
      std::unique_ptr<FileVault>(new FileVault(std::move(folder), std::move(keys), random, std::move(pool)));
  TRY_DO(vault->check_master(true));
  return vault;
}

Result<std::vector<SecretRef>> secrets_in_folder(const fs::path& folder) {
  std::vector<SecretRef> found;
  std::error_code error;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error))
    if (const auto secret = parse_id<SecretRef>(at->path().filename().string())) found.push_back(*secret);
  if (error) return fail(vault_errc::read_failed, folder.string() + ": " + error.message());
  return found;
}

bool FileVault::is_absent(const fs::path& folder) {
  std::error_code error;
  return !fs::exists(folder, error) || fs::is_empty(folder, error);
}

/// Interrupted writes go; whether there are secrets.
Result<bool> FileVault::clean_up() const {
  std::error_code error;
  fs::directory_iterator at(folder_, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error))
    if (at->path().extension() == unfinished_suffix) TRY_DO(remove_file(at->path()));
  if (error) return fail(vault_errc::read_failed, folder_.string() + ": " + error.message());
  TRY(const auto secrets, secrets_in_folder(folder_));
  return !secrets.empty();
}

/// A wrong master key is told at open, not at the first secret that is needed at night.
Result<> FileVault::check_master(bool holds_secrets) {
  const auto path = folder_ / master_check_file;
  auto wrapping = wrapping_key(folder_, keys_);
  if (!wrapping && wrapping.error().code == vault_errc::not_found) {
    // Made again under a wrong key it would let the vault open with secrets that nobody can read.
    if (holds_secrets)
      return fail(vault_errc::damaged, path.string() + " is missing, but there are secrets: restore it");
    wrapping = &keys_.current;
    TRY_DO(replace_file(path, check_file(keys_.current, master_check_file, random_)));
  }
  TRY(master_, std::move(wrapping));
  return {};
}

Task<Result<>> FileVault::put(SecretRef ref, Secret secret) {
  co_return co_await offload(pool_, [this, ref, secret = std::move(secret)] { return write(ref, secret); });
}

Task<Result<Secret>> FileVault::get(SecretRef ref) {
  co_return co_await offload(pool_, [this, ref] { return read(ref); });
}

Task<Result<>> FileVault::erase(SecretRef ref) {
  co_return co_await offload(pool_, [this, ref] { return remove(ref); });
}

Task<Result<std::vector<SecretRef>>> FileVault::list() {
  co_return co_await offload(pool_, [this] { return secrets_in_folder(folder_); });
}

Result<> FileVault::write(SecretRef ref, const Secret& secret) {
  if (secret.reveal().size() > max_secret_bytes)
    return fail(vault_errc::too_large, std::to_string(secret.reveal().size()) + " bytes");
  return replace_file(path_of(ref), secret_file(*master_, secret, to_text(ref), random_));
}

Result<Secret> FileVault::read(SecretRef ref) const {
  const auto name = to_text(ref);
  TRY(const auto file, read_file(path_of(ref), max_file_bytes));
  auto data_key = data_key_in(file, keys_.current, name);
  if (!data_key && keys_.next) data_key = data_key_in(file, *keys_.next, name);
  auto secret = data_key ? secret_in(file, *data_key, name) : std::nullopt;
  if (!secret) return fail(vault_errc::damaged, path_of(ref).string());
  return std::move(*secret);
}

Result<> FileVault::remove(SecretRef ref) const { return remove_file(path_of(ref)); }

fs::path FileVault::path_of(SecretRef ref) const { return folder_ / to_text(ref); }

}  // namespace kigen::orchestrator::vault
