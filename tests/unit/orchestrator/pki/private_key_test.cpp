#include <gtest/gtest.h>

#include <openssl/pem.h>

#include <algorithm>

#include "events/core/base64.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/pki/pem.hpp"
#include "tests/support/test_issuer.hpp"

namespace kigen::orchestrator::pki {
namespace {

KeyPtr new_key(const char* kind) {
  return KeyPtr(std::string_view(kind) == "RSA"
                    ? EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})
                    : EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind));
}

std::string pkcs8(const KeyPtr& key) { return pem_of_private_key(key.get()).value().reveal(); }

/// PKCS#1 or SEC1, as older tools write them; with a passphrase in the way of RFC 1421.
std::string traditional(const KeyPtr& key, const char* passphrase = nullptr) {
  const auto bio = new_memory_bio();
  const auto* cipher = passphrase == nullptr ? nullptr : EVP_aes_256_cbc();
  PEM_write_bio_PrivateKey_traditional(bio.get(), key.get(), cipher, nullptr, 0, nullptr,
                                       const_cast<char*>(passphrase));
  return text_in(bio.get());
}

std::string encrypted_pkcs8(const KeyPtr& key) {
  const auto bio = new_memory_bio();
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), EVP_aes_256_cbc(), "sesame", 6, nullptr, nullptr);
  return text_in(bio.get());
}

class AnyKey : public testing::TestWithParam<const char*> {};

TEST_P(AnyKey, every_form_comes_back_as_pkcs8_alone) {
  const auto key = new_key(GetParam());
  const auto certificate = tests::TestIssuer::root("Root").pem();
  auto one_line = pkcs8(key);
  std::ranges::replace(one_line, '\n', ' ');
  for (const auto& text :
       {pkcs8(key), traditional(key), "\xEF\xBB\xBF" + pkcs8(key), certificate + pkcs8(key) + certificate,
        "Bag Attributes\n    friendlyName: x\n" + pkcs8(key), one_line}) {
    const auto read = parse_private_key(Secret(text));
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->public_key_sha256, public_key_sha256(key.get()));
    EXPECT_TRUE(read->pem.reveal() == pkcs8(key));
  }
}

TEST_P(AnyKey, a_passphrase_is_told) {
  const auto key = new_key(GetParam());
  for (const auto& text : {traditional(key, "sesame"), encrypted_pkcs8(key)}) {
    const auto read = parse_private_key(Secret(text));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, pki_errc::encrypted_key);
  }
}
INSTANTIATE_TEST_SUITE_P(Kinds, AnyKey, testing::Values("RSA", "P-256", "P-384"), [](const auto& kind) {
  return std::string(kind.param).substr(0, 1) + std::to_string(kind.index);
});

TEST(PrivateKey, two_in_one_file_are_refused) {
  const auto read = parse_private_key(Secret(pkcs8(new_key("P-256")) + pkcs8(new_key("P-256"))));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().detail, "several private keys in one file");
}

TEST(PrivateKey, a_damaged_one_is_refused) {
  const auto whole = pkcs8(new_key("P-256"));
  auto damaged = whole;
  damaged.erase(damaged.size() / 2, 4);
  EXPECT_EQ(parse_private_key(Secret(damaged)).error().code, pki_errc::malformed);
  EXPECT_EQ(parse_private_key(Secret(tests::TestIssuer::root("Root").pem())).error().code,
            pki_errc::malformed);
}

std::string der_of(const KeyPtr& key) { return decode(pem_blocks(traditional(key)).value().front()).value(); }

TEST(PrivateKey, halves_of_two_keys_are_no_key) {
  constexpr std::size_t point = 65;  // the public half ends a SEC1 key (RFC 5915 §3)
  const auto one = der_of(new_key("P-256"));
  const auto other = der_of(new_key("P-256"));
  const auto mixed =
      to_base64(bytes_of(one.substr(0, one.size() - point) + other.substr(other.size() - point)));
  const auto read = parse_private_key(
      Secret("-----BEGIN EC PRIVATE KEY-----\n" + mixed + "\n-----END EC PRIVATE KEY-----\n"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().detail, "the two halves of the private key do not fit");
}

}  // namespace
}  // namespace kigen::orchestrator::pki
