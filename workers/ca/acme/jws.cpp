#include "workers/ca/acme/jws.hpp"

#include <array>

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include "events/codec/json_out.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/ports/certificate_authority.hpp"
#include "workers/ca/acme/base64url.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace orchestrator::pki;
using orchestrator::ca_errc;

constexpr int coordinate_bytes = 32;

using DigestContext = std::unique_ptr<EVP_MD_CTX, OpensslDeleter<EVP_MD_CTX_free>>;
using EcdsaSignature = std::unique_ptr<ECDSA_SIG, OpensslDeleter<ECDSA_SIG_free>>;
using Number = std::unique_ptr<BIGNUM, OpensslDeleter<BN_free>>;

std::string fixed_width(const BIGNUM* number) {
  std::string bytes(coordinate_bytes, '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()), coordinate_bytes);
  return bytes;
}

bool is_on_p256(EVP_PKEY* key) {
  std::array<char, 64> group{};
  return EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == SN_X9_62_prime256v1;
}

std::string coordinate(EVP_PKEY* key, const char* name) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key, name, &number);
  const Number owner(number);
  return to_base64url(fixed_width(number));
}

std::string jwk_of(EVP_PKEY* key) {
  return R"({"crv":"P-256","kty":"EC","x":")" + coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X) + R"(","y":")" +
         coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y) + R"("})";
}

std::string der_signature(EVP_PKEY* key, std::string_view input) {
  const DigestContext context(EVP_MD_CTX_new());
  const auto* bytes = reinterpret_cast<const unsigned char*>(input.data());
  std::string der(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  auto size = der.size();
  const bool done = EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()), &size, bytes,
                                   input.size()) == 1;
  ensure(done, "a P-256 key signs");
  der.resize(size);
  return der;
}

std::string flattened(const std::string& encoded_header, const std::string& encoded_payload,
                      const std::string& signature) {
  return R"({"protected":")" + encoded_header + R"(","payload":")" + encoded_payload + R"(","signature":")" +
         to_base64url(signature) + R"("})";
}

void write_member(events::JsonWriter& out, std::string_view name, std::string_view value) {
  events::write_key(out, name);
  events::write_text(out, value);
}

std::string header_json(const AccountKey& key, const JwsHeader& header) {
  rapidjson::StringBuffer text;
  events::JsonWriter out(text);
  out.StartObject();
  write_member(out, "alg", "ES256");
  if (header.account_url.empty()) {
    events::write_key(out, "jwk");
    out.RawValue(key.jwk().data(), key.jwk().size(), rapidjson::kObjectType);
  } else {
    write_member(out, "kid", header.account_url);
  }
  write_member(out, "nonce", header.nonce);
  write_member(out, "url", header.url);
  out.EndObject();
  return text.GetString();
}

std::string binding_header_json(const std::string& key_id, const std::string& url) {
  rapidjson::StringBuffer text;
  events::JsonWriter out(text);
  out.StartObject();
  write_member(out, "alg", "HS256");
  write_member(out, "kid", key_id);
  write_member(out, "url", url);
  out.EndObject();
  return text.GetString();
}

}  // namespace

std::string sha256(std::string_view input) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(input.data()), input.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

std::string hmac_sha256(std::string_view key, std::string_view input) {
  std::string mac(SHA256_DIGEST_LENGTH, '\0');
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(input.data()), input.size(),
       reinterpret_cast<unsigned char*>(mac.data()), &size);
  return mac;
}

Result<AccountKey> AccountKey::from_pem(const Secret& pem) {
  auto key = read_private_key(pem);
  if (!key || !is_on_p256(key.get()))
    return fail(ca_errc::account_unusable, "the account key must be an ECDSA key on P-256 in PEM");
  AccountKey made;
  made.jwk_ = jwk_of(key.get());
  made.thumbprint_ = to_base64url(sha256(made.jwk_));
  made.key_ = std::shared_ptr<EVP_PKEY>(key.release(), EVP_PKEY_free);
  return made;
}

std::string AccountKey::sign(std::string_view input) const {
  const auto der = der_signature(key_.get(), input);
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const EcdsaSignature parts(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  return fixed_width(ECDSA_SIG_get0_r(parts.get())) + fixed_width(ECDSA_SIG_get0_s(parts.get()));
}

std::string signed_request(const AccountKey& key, const JwsHeader& header, std::string_view payload) {
  const auto encoded_header = to_base64url(header_json(key, header));
  const auto encoded_payload = to_base64url(payload);
  return flattened(encoded_header, encoded_payload, key.sign(encoded_header + "." + encoded_payload));
}

Result<std::string> external_binding(const std::string& key_id, const Secret& mac_key, const std::string& url,
                                     const AccountKey& key) {
  auto raw_key = from_base64url(mac_key.reveal());
  if (!raw_key || raw_key->empty())
    return fail(ca_errc::account_unusable,
                "the external account's HMAC key must be base64url, as the CA shows it");
  const Secret owner(*std::move(raw_key));
  const auto encoded_header = to_base64url(binding_header_json(key_id, url));
  const auto encoded_payload = to_base64url(key.jwk());
  return flattened(encoded_header, encoded_payload,
                   hmac_sha256(owner.reveal(), encoded_header + "." + encoded_payload));
}

}  // namespace kigen::workers::ca::acme
