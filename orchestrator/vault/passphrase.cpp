#include "orchestrator/vault/passphrase.hpp"

#include <sstream>

#include "events/core/base64.hpp"
#include "events/log/key_file.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/libsodium.hpp"
#include "orchestrator/vault/master_source.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view algorithm = "argon2id";
constexpr std::size_t max_derivation_bytes = 256;
// What may be read: no file can ask for less than Argon2 knows, nor for more than a server has.
constexpr std::uint64_t min_memory_kib = 8;
constexpr std::uint64_t max_memory_kib = 4u << 20;
constexpr std::uint64_t max_passes = 1'000;

struct Derivation {
  std::uint64_t memory_kib = 256u << 10;
  std::uint64_t passes = 3;
  std::string salt = {};
};

std::string encode(const Derivation& derivation) {
  return std::string(algorithm) + " " + std::to_string(derivation.memory_kib) + " " +
         std::to_string(derivation.passes) + " " + to_base64(bytes_of(derivation.salt)) + "\n";
}

std::optional<Derivation> decode(const std::string& line) {
  std::istringstream words(line);
  std::string name, salt;
  Derivation read;
  words >> name >> read.memory_kib >> read.passes >> salt;
  auto bytes = from_base64(salt);
  if (!words || !bytes || bytes->size() != crypto_pwhash_SALTBYTES) return std::nullopt;
  read.salt = *std::move(bytes);
  const bool is_sane = read.memory_kib >= min_memory_kib && read.memory_kib <= max_memory_kib &&
                       read.passes >= 1 && read.passes <= max_passes;
  // Compared as a whole, so that there is one way to write it.
  return is_sane && encode(read) == line ? std::optional(std::move(read)) : std::nullopt;
}

Result<Derivation> make_derivation(const fs::path& file, Random& random) {
  Derivation made;
  std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
  random.fill(salt);
  made.salt.assign(salt.begin(), salt.end());
  TRY_DO(make_folder(file.parent_path()));
  TRY_DO(replace_file(file, encode(made)));
  return made;
}

Result<Secret> read_passphrase(const fs::path& file) {
  TRY(auto line, events::read_key_file(file));
  Secret passphrase(std::move(line));
  if (const auto valid = validate_password(passphrase); !valid)
    return fail(Error{valid.error().code, "the passphrase in " + file.string()});
  return passphrase;
}

Result<Derivation> load_derivation(const fs::path& file, Random& random) {
  const auto line = read_file(file, max_derivation_bytes);
  if (!line && line.error().code == vault_errc::not_found) return make_derivation(file, random);
  if (!line) return fail(line.error());
  auto read = decode(*line);
  if (!read) return fail(vault_errc::damaged, file.string());
  return *std::move(read);
}

Result<Key> stretch(const Secret& passphrase, const Derivation& derivation) {
  start_libsodium();
  std::array<char, 32> bytes{};
  const auto& text = passphrase.reveal();
  const auto failed =
      crypto_pwhash(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(), text.size(),
                    reinterpret_cast<const unsigned char*>(derivation.salt.data()), derivation.passes,
                    static_cast<std::size_t>(derivation.memory_kib) << 10, crypto_pwhash_ALG_ARGON2ID13);
  auto key = Key::from_bytes({bytes.data(), bytes.size()});
  sodium_memzero(bytes.data(), bytes.size());
  if (failed != 0)
    return fail(password_errc::out_of_memory,
                "the passphrase needs " + std::to_string(derivation.memory_kib >> 10) + " MiB");
  return *std::move(key);
}

}  // namespace

Result<Key> derive_master_key(const fs::path& file, const fs::path& vault_folder, Random& random) {
  TRY(const auto passphrase, read_passphrase(file));
  const auto salted = vault_folder / derivation_file;
  if (!fs::exists(salted) && fs::exists(vault_folder / master_check_file))
    return fail(vault_errc::sealed, salted.string() + " is missing: this vault was made with a key file");
  TRY(const auto derivation, load_derivation(salted, random));
  return stretch(passphrase, derivation);
}

Result<Key> derive_next_master_key(const fs::path& file, const fs::path& vault_folder, Random& random) {
  TRY(const auto passphrase, read_passphrase(file));
  TRY(const auto derivation, load_derivation(vault_folder / next_derivation_file, random));
  return stretch(passphrase, derivation);
}

}  // namespace kigen::orchestrator::vault
