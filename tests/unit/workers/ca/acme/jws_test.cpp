#include "workers/ca/acme/jws.hpp"

#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <simdjson.h>

#include "orchestrator/pki/make.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/ports/certificate_authority.hpp"
#include "workers/ca/acme/base64url.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace orchestrator::pki;
using orchestrator::ca_errc;

/// The key of RFC 7515 A.3 in PEM.
const Secret rfc_key(R"(-----BEGIN EC PRIVATE KEY-----
MHcCAQEEII6bEJ5xkJi/mASH3x9dd+nLKWBuvtImO19XwhPfhPSyoAoGCCqGSM49
AwEHoUQDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEXH8UTNG72b
focs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==
-----END EC PRIVATE KEY-----
)");
constexpr std::string_view rfc_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

/// Whether R and S sign `input`, checked by OpenSSL.
bool verifies(const Secret& key_pem, std::string_view input, const std::string& signature) {
  if (signature.size() != 64) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(signature.data());
  const std::unique_ptr<ECDSA_SIG, OpensslDeleter<ECDSA_SIG_free>> parts(ECDSA_SIG_new());
  ECDSA_SIG_set0(parts.get(), BN_bin2bn(bytes, 32, nullptr), BN_bin2bn(bytes + 32, 32, nullptr));
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(parts.get(), &der);
  const auto key = read_private_key(key_pem);
  const std::unique_ptr<EVP_MD_CTX, OpensslDeleter<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  const int verdict = EVP_DigestVerify(context.get(), der, static_cast<std::size_t>(size),
                                       reinterpret_cast<const unsigned char*>(input.data()), input.size());
  OPENSSL_free(der);
  return verdict == 1;
}

struct Parts {
  std::string header, payload, signature, input;
};

Parts parts_of(const std::string& jws) {
  simdjson::dom::parser parser;
  simdjson::dom::element root = parser.parse(jws);
  const std::string header{root["protected"].get_string().value()};
  const std::string payload{root["payload"].get_string().value()};
  return {from_base64url(header).value(), from_base64url(payload).value(),
          from_base64url(root["signature"].get_string().value()).value(), header + "." + payload};
}

TEST(Base64Url, is_that_of_jose) {
  EXPECT_EQ(to_base64url(std::string_view("\x03\xec\xff\xe0\xc1", 5)), "A-z_4ME");  // RFC 7515 appendix C
  EXPECT_EQ(from_base64url("A-z_4ME"), std::string("\x03\xec\xff\xe0\xc1", 5));
  EXPECT_EQ(from_base64url("A-z_4ME="), std::string("\x03\xec\xff\xe0\xc1", 5));
  EXPECT_EQ(from_base64url(""), "");
  EXPECT_EQ(from_base64url("A+z/"), std::nullopt);
  EXPECT_EQ(from_base64url("A z4"), std::nullopt);
  for (const auto* padded : {"A-z_4ME=A-z_", "A-z_4ME==", "A-z_=", "A-z_====", "="})
    EXPECT_EQ(from_base64url(padded), std::nullopt) << padded;
}

TEST(Jws, hmac_is_that_of_rfc_7515_a_1) {
  const auto key = from_base64url(
      "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  const auto input = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + std::string(rfc_payload);
  EXPECT_EQ(to_base64url(hmac_sha256(*key, input)), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

TEST(Jws, key_is_that_of_rfc_7515_a_3) {
  const auto key = AccountKey::from_pem(rfc_key);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->jwk(), R"({"crv":"P-256","kty":"EC","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
                        R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})");
  EXPECT_EQ(key->thumbprint(), "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
}

TEST(Jws, es256_is_that_of_rfc_7515_a_3) {
  const auto input = "eyJhbGciOiJFUzI1NiJ9." + std::string(rfc_payload);
  const auto published = from_base64url(
      "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q");
  ASSERT_TRUE(verifies(rfc_key, input, *published));
  const auto key = AccountKey::from_pem(rfc_key);
  for (int i = 0; i < 300; ++i)
    EXPECT_TRUE(verifies(rfc_key, input, key->sign(input)));  // R or S may begin with 0
  EXPECT_FALSE(verifies(rfc_key, input + "x", key->sign(input)));
}

TEST(Jws, thumbprint_hash_is_that_of_rfc_7638) {
  constexpr std::string_view jwk =
      R"({"e":"AQAB","kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR)"
      R"(1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368)"
      R"(QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINH)"
      R"(aQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"})";
  EXPECT_EQ(to_base64url(sha256(jwk)), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}

TEST(Jws, request_of_an_account_names_it) {
  const auto key = AccountKey::from_pem(rfc_key);
  const auto parts = parts_of(signed_request(*key, {"https://ca/order", "n-1", "https://ca/acct/1"}, "{}"));
  EXPECT_EQ(parts.header,
            R"({"alg":"ES256","kid":"https://ca/acct/1","nonce":"n-1","url":"https://ca/order"})");
  EXPECT_EQ(parts.payload, "{}");
  EXPECT_TRUE(verifies(rfc_key, parts.input, parts.signature));
}

TEST(Jws, request_without_an_account_carries_the_key) {
  const auto key = AccountKey::from_pem(rfc_key);
  const auto parts = parts_of(signed_request(*key, {"https://ca/new", "n", ""}, ""));
  EXPECT_EQ(parts.header,
            R"({"alg":"ES256","jwk":)" + key->jwk() + R"(,"nonce":"n","url":"https://ca/new"})");
  EXPECT_EQ(parts.payload, "");
}

TEST(Jws, binding_is_signed_with_the_external_key) {
  const auto key = AccountKey::from_pem(rfc_key);
  const auto binding = external_binding("kid-1", Secret("AyM1SysPpbw"), "https://ca/new", *key);
  ASSERT_TRUE(binding);
  const auto parts = parts_of(*binding);
  EXPECT_EQ(parts.header, R"({"alg":"HS256","kid":"kid-1","url":"https://ca/new"})");
  EXPECT_EQ(parts.payload, key->jwk());
  EXPECT_EQ(parts.signature, hmac_sha256(*from_base64url("AyM1SysPpbw"), parts.input));
}

TEST(Jws, refuses_keys_it_cannot_use) {
  EXPECT_EQ(AccountKey::from_pem(Secret("nonsense")).error().code, ca_errc::account_unusable);
  const auto rsa = make_key_and_csr(
      {.key = {.algorithm = events::KeyAlgorithm::rsa_2048}, .common_name = "a.test", .names = {"a.test"}});
  ASSERT_TRUE(rsa);
  EXPECT_EQ(AccountKey::from_pem(rsa->key_pem).error().code, ca_errc::account_unusable);
  const auto key = AccountKey::from_pem(rfc_key);
  EXPECT_EQ(external_binding("k", Secret("not base64!"), "u", *key).error().code, ca_errc::account_unusable);
}

}  // namespace
}  // namespace kigen::workers::ca::acme
