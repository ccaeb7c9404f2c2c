#include "orchestrator/vault/master_source.hpp"

#include "orchestrator/ports/vault.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "orchestrator/vault/passphrase.hpp"
#include "orchestrator/vault/secret_file.hpp"

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

Result<Key> load_current_key(const MasterSource& source, Random& random) {
  if (!source.key_file.empty()) return load_master_key(source.key_file);
  return derive_master_key(source.passphrase_file, source.vault, random);
}

/// The one that the file was made with; null: none of them.
const Key* maker_of(std::string_view file, const MasterKeys& keys, std::string_view name) {
  if (is_checked_by(file, keys.current, name)) return &keys.current;
  return keys.next && is_checked_by(file, *keys.next, name) ? &*keys.next : nullptr;
}

}  // namespace

bool is_rotating(const fs::path& vault) { return fs::exists(vault / master_next_file); }

Result<Key> load_next_key(const MasterSource& source, Random& random) {
  if (!source.key_file.empty()) return load_master_key(source.next_file());
  return derive_next_master_key(source.next_file(), source.vault, random);
}

Result<MasterKeys> load_master_keys(const MasterSource& source, Random& random) {
  TRY(auto current, load_current_key(source, random));
  MasterKeys keys(std::move(current));
  if (is_rotating(source.vault) && fs::exists(source.next_file())) {
    TRY(keys.next, load_next_key(source, random));
  }
  return keys;
}

Result<const Key*> wrapping_key(const fs::path& vault, const MasterKeys& keys) {
  TRY(const auto check, read_file(vault / master_check_file, max_file_bytes));
  const auto* const wrapping = maker_of(check, keys, master_check_file);
  if (wrapping == nullptr) return fail(vault_errc::sealed, vault.string());
  const auto mark = read_file(vault / master_next_file, max_file_bytes);
  if (!mark && mark.error().code == vault_errc::not_found) return wrapping;
  if (!mark) return fail(mark.error());
  if (maker_of(*mark, keys, master_next_file) == nullptr)
    return fail(vault_errc::half_changed, "kigen vault rotate ends it, with both keys in their place");
  return wrapping;
}

}  // namespace kigen::orchestrator::vault
