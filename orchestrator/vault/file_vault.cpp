#include "orchestrator/vault/file_vault.hpp"

#include "events/core/offload.hpp"
#include "events/log/files.hpp"
#include "orchestrator/vault/durable_file.hpp"

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

using events::unfinished_suffix;

constexpr std::string_view magic = "KGV1";
constexpr std::string_view check_text = "kigen vault";
constexpr std::size_t max_secret_bytes = 1u << 20;
constexpr std::size_t wrapped_key_bytes = 12 + 32 + 16;
constexpr std::size_t max_file_bytes = magic.size() + wrapped_key_bytes + 12 + max_secret_bytes + 16;

}  // namespace

Result<std::unique_ptr<FileVault>> FileVault::open(fs::path folder, Key master, Random& random,
                                                   asio::any_io_executor pool) {
  TRY_DO(make_folder(folder));
  auto vault = std::unique_ptr<FileVault>(
      new FileVault(std::move(folder), std::move(master), random, std::move(pool)));
  TRY(const bool holds_secrets, vault->clean_up());
  TRY_DO(vault->check_master(holds_secrets));
  return vault;
}

Result<std::unique_ptr<FileVault>> FileVault::open_to_read(fs::path folder, Key master, Random& random,
                                                           asio::any_io_executor pool) {
  auto vault = std::unique_ptr<FileVault>(
      new FileVault(std::move(folder), std::move(master), random, std::move(pool)));
  TRY_DO(vault->check_master(true));
  return vault;
}

bool FileVault::is_absent(const fs::path& folder) {
  std::error_code error;
  return !fs::exists(folder, error) || fs::is_empty(folder, error);
}

/// Interrupted writes go; whether there are secrets.
Result<bool> FileVault::clean_up() const {
  bool holds_secrets = false;
  std::error_code error;
  fs::directory_iterator at(folder_, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const auto& path = at->path();
    if (path.extension() == unfinished_suffix) TRY_DO(remove_file(path));
    if (parse_id<SecretRef>(path.filename().string())) holds_secrets = true;
  }
  if (error) return fail(vault_errc::read_failed, folder_.string() + ": " + error.message());
  return holds_secrets;
}

/// A wrong master key is told at open, not at the first secret that is needed at night.
Result<> FileVault::check_master(bool holds_secrets) {
  const auto path = folder_ / master_check_file;
  const auto stored = read_file(path, max_file_bytes);
  if (!stored && stored.error().code == vault_errc::not_found) {
    // Made again under a wrong key it would let the vault open with secrets that nobody can read.
    if (holds_secrets)
      return fail(vault_errc::damaged, path.string() + " is missing, but there are secrets: restore it");
    return replace_file(path, seal(master_, check_text, master_check_file, random_));
  }
  if (!stored) return fail(stored.error());
  const auto opened = vault::open(master_, *stored, master_check_file);
  if (!opened || opened->reveal() != check_text) return fail(vault_errc::sealed, folder_.string());
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

Result<> FileVault::write(SecretRef ref, const Secret& secret) {
  if (secret.reveal().size() > max_secret_bytes)
    return fail(vault_errc::too_large, std::to_string(secret.reveal().size()) + " bytes");
  const auto name = to_text(ref);
  const auto data_key = Key::fresh(random_);
  std::string file(magic);
  file += seal(master_, data_key.bytes(), name, random_);
  file += seal(data_key, secret.reveal(), name, random_);
  return replace_file(path_of(ref), file);
}

Result<Secret> FileVault::read(SecretRef ref) const {
  const auto name = to_text(ref);
  TRY(const auto file, read_file(path_of(ref), max_file_bytes));
  const auto damaged = [&] { return fail(vault_errc::damaged, path_of(ref).string()); };
  if (!file.starts_with(magic) || file.size() < magic.size() + wrapped_key_bytes) return damaged();
  const std::string_view rest = std::string_view(file).substr(magic.size());
  const auto key_bytes = vault::open(master_, rest.substr(0, wrapped_key_bytes), name);
  const auto data_key = key_bytes ? Key::from_bytes(key_bytes->reveal()) : std::nullopt;
  if (!data_key) return damaged();
  auto secret = vault::open(*data_key, rest.substr(wrapped_key_bytes), name);
  if (!secret) return damaged();
  return std::move(*secret);
}

Result<> FileVault::remove(SecretRef ref) const { return remove_file(path_of(ref)); }

fs::path FileVault::path_of(SecretRef ref) const { return folder_ / to_text(ref); }

}  // namespace kigen::orchestrator::vault
