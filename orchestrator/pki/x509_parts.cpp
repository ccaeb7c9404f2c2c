#include "orchestrator/pki/x509_parts.hpp"

#include "orchestrator/pki/errors.hpp"

namespace kigen::orchestrator::pki {
namespace {

using events::KeyAlgorithm;

EVP_PKEY* make_rsa(std::size_t bits) { return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits); }
EVP_PKEY* make_ec(const char* curve) { return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve); }

EVP_PKEY* make(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::rsa_2048:
      return make_rsa(2048);
    case KeyAlgorithm::rsa_3072:
      return make_rsa(3072);
    case KeyAlgorithm::rsa_4096:
      return make_rsa(4096);
    case KeyAlgorithm::ecdsa_p256:
      return make_ec("P-256");
    case KeyAlgorithm::ecdsa_p384:
      return make_ec("P-384");
  }
  return nullptr;
}

bool is_address(const std::string& name) {
  return name.contains(':') || name.find_first_not_of("0123456789.") == std::string::npos;
}

bool is_rsa(EVP_PKEY* key, int bits) { return EVP_PKEY_is_a(key, "RSA") && EVP_PKEY_get_bits(key) == bits; }
bool is_ec(EVP_PKEY* key, int bits) { return EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_bits(key) == bits; }

}  // namespace

std::unexpected<Error> not_made(const char* what) {
  return fail(pki_errc::creation_failed, std::string(what) + ": " + openssl_reason());
}

Result<KeyPtr> make_key(KeyAlgorithm algorithm) {
  KeyPtr key(make(algorithm));
  if (!key) return not_made("private key");
  return key;
}

bool is_of(EVP_PKEY* key, KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::rsa_2048:
      return is_rsa(key, 2048);
    case KeyAlgorithm::rsa_3072:
      return is_rsa(key, 3072);
    case KeyAlgorithm::rsa_4096:
      return is_rsa(key, 4096);
    case KeyAlgorithm::ecdsa_p256:
      return is_ec(key, 256);
    case KeyAlgorithm::ecdsa_p384:
      return is_ec(key, 384);
  }
  return false;
}

Result<> add_entry(X509_NAME* name, const char* attribute, const std::string& value) {
  if (value.empty()) return {};
  const auto* bytes = reinterpret_cast<const unsigned char*>(value.data());
  if (X509_NAME_add_entry_by_txt(name, attribute, MBSTRING_UTF8, bytes, static_cast<int>(value.size()), -1,
                                 0) != 1)
    return not_made(attribute);
  return {};
}

Result<ExtensionPtr> alternative_names(const std::vector<std::string>& names) {
  const NamesPtr all(sk_GENERAL_NAME_new_null());
  for (const auto& name : names) {
    auto* entry =
        a2i_GENERAL_NAME(nullptr, nullptr, nullptr, is_address(name) ? GEN_IPADD : GEN_DNS, name.c_str(), 0);
    if (entry == nullptr) return not_made(name.c_str());
    sk_GENERAL_NAME_push(all.get(), entry);
  }
  ExtensionPtr extension(X509V3_EXT_i2d(NID_subject_alt_name, 0, all.get()));
  if (!extension) return not_made("subject alternative names");
  return extension;
}

}  // namespace kigen::orchestrator::pki
