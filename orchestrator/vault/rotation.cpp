#include "orchestrator/vault/rotation.hpp"

#include "orchestrator/ports/vault.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "orchestrator/vault/secret_file.hpp"

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

class Rotation {
 public:
  Rotation(const MasterSource& source, Random& random) : source_(source), random_(random) {}

  Result<Rotated> run() {
    rotated_.was_interrupted = is_rotating(source_.vault);
    if (!rotated_.was_interrupted) TRY_DO(begin());
    TRY(const auto keys, load_master_keys(source_, random_));
    TRY_DO(wrapping_key(source_.vault, keys));
    TRY(const auto secrets, secrets_in_folder(source_.vault));
    rotated_.secrets = secrets.size();
    if (keys.next) {  // else it has taken its place, and only the mark is left
      for (const auto secret : secrets) TRY_DO(wrap_anew(to_text(secret), keys));
      TRY_DO(replace_file(source_.vault / master_check_file,
                          check_file(*keys.next, master_check_file, random_)));
      TRY_DO(put_next_in_place());
    }
    TRY_DO(remove_file(source_.vault / next_derivation_file));
    TRY_DO(remove_file(source_.vault / master_next_file));
    return std::move(rotated_);
  }

 private:
  /// The next key, and the mark that the vault changes to it: from then on both are needed.
  Result<> begin() {
    TRY(const auto current, load_master_keys(source_, random_));
    TRY_DO(wrapping_key(source_.vault, current));
    TRY_DO(make_next());
    TRY(const auto next, load_next_key(source_, random_));
    return replace_file(source_.vault / master_next_file, check_file(next, master_next_file, random_));
  }

  /// One that an interrupted beginning left is as good.
  Result<> make_next() {
    const auto file = source_.next_file();
    if (fs::exists(file)) return {};
    if (source_.key_file.empty())
      return fail(vault_errc::no_next, "write it to " + file.string() + ", one line, for its owner alone");
    return replace_master_key(file, random_);
  }

  Result<> wrap_anew(const std::string& name, const MasterKeys& keys) {
    TRY(const auto file, read_file(source_.vault / name, max_file_bytes));
    if (data_key_in(file, *keys.next, name)) return {};
    const auto data_key = data_key_in(file, keys.current, name);
    if (!data_key) {
      rotated_.damaged.push_back(name);
      return {};
    }
    return replace_file(source_.vault / name, rewrapped(file, *data_key, *keys.next, name, random_));
  }

  Result<> put_next_in_place() const {
    if (source_.key_file.empty()) {
      TRY(const auto derivation, read_file(source_.vault / next_derivation_file, max_file_bytes));
      TRY_DO(replace_file(source_.vault / derivation_file, derivation));
    }
    return rename_file(source_.next_file(), source_.file());
  }

  const MasterSource& source_;
  Random& random_;
  Rotated rotated_;
};

}  // namespace

Result<Rotated> rotate(const MasterSource& source, Random& random) { return Rotation(source, random).run(); }

}  // namespace kigen::orchestrator::vault
