#include "events/log/signed_note.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>

#include "events/core/base64.hpp"
#include "events/log/event_log.hpp"
#include "events/log/key_file.hpp"

namespace kigen::events {
namespace {

using Key = std::shared_ptr<evp_pkey_st>;
using RawKey = std::array<std::uint8_t, 32>;

constexpr char ed25519 = '\x01';  // the signature type of C2SP signed-note
constexpr std::string_view key_file_prefix = "PRIVATE+KEY+";
constexpr std::string_view signature_prefix = "\u2014 ";  // an em dash begins a signature line

Key own(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

bool is_key_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return c > ' ' && c < '\x7f' && c != '+'; });
}

std::string public_key(const Key& key) {
  RawKey raw{};
  std::size_t length = raw.size();
  ensure(EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &length) == 1,
         "an Ed25519 key has a public part");
  return {raw.begin(), raw.end()};
}

/// First four bytes of SHA-256(name, newline, type, public key).
std::string key_id_of(std::string_view name, const Key& key) {
  const std::string bytes = std::string(name) + '\n' + ed25519 + public_key(key);
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash{};
  SHA256(bytes_of(bytes).data(), bytes.size(), hash.data());
  return {hash.begin(), hash.begin() + 4};
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const auto byte : bytes_of(bytes)) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

/// "<name>+<key id>+<base64 of type and 32 bytes>", as in verifier keys and key files.
struct KeyText {
  std::string name;
  std::string key_id;  ///< hex
  std::string raw;     ///< 32 bytes
};
Result<KeyText> parse_key_text(std::string_view text) {
  const auto first = text.find('+');
  const auto second = text.find('+', first == text.npos ? first : first + 1);
  if (second == text.npos) return fail(log_errc::bad_key_file, "expected <name>+<key id>+<base64>");
  TRY(auto data, from_base64(text.substr(second + 1)));
  KeyText key{
      std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)), {}};
  if (!is_key_name(key.name) || data.size() != 33 || data[0] != ed25519)
    return fail(log_errc::bad_key_file, "not a named Ed25519 key");
  key.raw = data.substr(1);
  wipe(data);
  return key;
}

bool signature_holds(const Key& key, std::string_view text, std::string_view signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), bytes_of(signature).data(), signature.size(), bytes_of(text).data(),
                          text.size()) == 1;
}

}  // namespace

Result<Signer> Signer::from_seed(std::string name, std::span<const std::uint8_t, 32> seed) {
  if (!is_key_name(name))
    return fail(log_errc::bad_key_file, "the key name is empty or has a space or '+': " + name);
  auto key = own(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()));
  ensure(key != nullptr, "any 32 bytes are an Ed25519 key");
  return Signer(std::move(name), std::move(key));
}

Result<Signer> Signer::load(const std::filesystem::path& key_file) {
  TRY(auto line, read_key_file(key_file));
  const auto refuse = [&](Error error) {
    wipe(line);
    error.detail = key_file.string() + ": " + describe(error);
    error.code = log_errc::bad_key_file;
    return fail(std::move(error));
  };
  if (!line.starts_with(key_file_prefix))
    return refuse({log_errc::bad_key_file, "does not begin with PRIVATE+KEY+"});
  auto text = parse_key_text(std::string_view(line).substr(key_file_prefix.size()));
  if (!text) return refuse(text.error());
  auto signer = from_seed(text->name, bytes_of(text->raw).first<32>());
  wipe(text->raw);
  if (!signer || hex(key_id_of(text->name, signer->key_)) != text->key_id)
    return refuse({log_errc::bad_key_file, "the key id does not belong to the key"});
  wipe(line);
  return signer;
}

Result<Signer> Signer::create(const std::filesystem::path& key_file, std::string name) {
  if (!is_key_name(name))
    return fail(log_errc::bad_key_file, "the key name is empty or has a space or '+': " + name);
  Signer signer(std::move(name), own(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")));
  ensure(signer.key_ != nullptr, "OpenSSL makes Ed25519 keys");
  auto line = signer.key_line();
  const auto written = write_key_file(key_file, line);
  wipe(line);
  if (!written) return fail(written.error());
  return signer;
}

std::string Signer::key_line() const {
  RawKey raw{};
  std::size_t length = raw.size();
  ensure(EVP_PKEY_get_raw_private_key(key_.get(), raw.data(), &length) == 1, "a signer has a private key");
  Secret seed(std::string(1, ed25519) + std::string(raw.begin(), raw.end()));
  return std::string(key_file_prefix) + name_ + "+" + hex(key_id_of(name_, key_)) + "+" +
         to_base64(bytes_of(seed.reveal())) + "\n";
}

std::string Signer::verifier_key() const {
  return name_ + "+" + hex(key_id_of(name_, key_)) + "+" + to_base64(bytes_of(ed25519 + public_key(key_)));
}

Secret Signer::derived_key(std::string_view purpose) const {
  RawKey seed{};
  std::size_t length = seed.size();
  ensure(EVP_PKEY_get_raw_private_key(key_.get(), seed.data(), &length) == 1, "a signer has a private key");
  std::string derived(SHA256_DIGEST_LENGTH, '\0');
  HMAC(EVP_sha256(), seed.data(), static_cast<int>(length),
       reinterpret_cast<const unsigned char*>(purpose.data()), purpose.size(),
       reinterpret_cast<unsigned char*>(derived.data()), nullptr);
  OPENSSL_cleanse(seed.data(), seed.size());
  return Secret(std::move(derived));
}

std::string Signer::sign(std::string_view text) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::array<std::uint8_t, 64> signature{};
  std::size_t length = signature.size();
  ensure(
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) == 1 &&
          EVP_DigestSign(context.get(), signature.data(), &length, bytes_of(text).data(), text.size()) == 1,
      "Ed25519 signs any text");
  const std::string blob = key_id_of(name_, key_) + std::string(signature.begin(), signature.end());
  return std::string(text) + "\n" + std::string(signature_prefix) + name_ + " " + to_base64(bytes_of(blob)) +
         "\n";
}

Result<Verifier> Verifier::parse(std::string_view verifier_key) {
  TRY(const auto text, parse_key_text(verifier_key));
  auto key =
      own(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(text.raw).data(), text.raw.size()));
  if (!key || hex(key_id_of(text.name, key)) != text.key_id)
    return fail(log_errc::bad_key_file,
                "the key id does not belong to the key: " + std::string(verifier_key));
  auto id = key_id_of(text.name, key);
  return Verifier(text.name, std::move(id), std::move(key));
}

Result<std::string> Verifier::open(std::string_view note) const {
  const auto gap = note.rfind("\n\n");
  if (gap == note.npos || !note.ends_with('\n')) return fail(log_errc::bad_signature, "not a signed note");
  const auto text = note.substr(0, gap + 1);
  const auto ours = std::string(signature_prefix) + name_ + " ";
  for (auto rest = note.substr(gap + 2); !rest.empty();) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(line.size() + 1);
    if (!line.starts_with(ours)) continue;
    const auto blob = from_base64(line.substr(ours.size()));
    if (!blob || blob->size() != 4 + 64 || !blob->starts_with(key_id_)) continue;
    if (signature_holds(key_, text, std::string_view(*blob).substr(4))) return std::string(text);
  }
  return fail(log_errc::bad_signature, "no right signature by " + name_);
}

}  // namespace kigen::events
