#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <algorithm>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/pki/names.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "tests/support/test_issuer.hpp"

namespace kigen::orchestrator::pki {
namespace {

using events::KeyAlgorithm;

class MakeKey : public testing::TestWithParam<KeyAlgorithm> {};

TEST_P(MakeKey, csr_says_what_was_asked) {
  CsrRequest request{.key = {.algorithm = GetParam()},
                     .common_name = "www.example.jp",
                     .names = {"www.example.jp", "*.Example.jp"}};
  request.subject = {.country = "JP",
                     .state = "東京都",
                     .locality = "Chiyoda",
                     .organization = "Example K.K.",
                     .email = "a@example.jp"};
  const auto made = make_key_and_csr(request);
  ASSERT_TRUE(made) << describe(made.error());
  const auto csr = parse_csr(made->csr_pem);
  ASSERT_TRUE(csr) << describe(csr.error());
  EXPECT_EQ(csr->common_name, "www.example.jp");
  EXPECT_EQ(csr->names, (std::vector<std::string>{"www.example.jp", "*.example.jp"}));
  EXPECT_EQ(csr->public_key_sha256, made->public_key_sha256);
  const auto key = parse_private_key(made->key_pem);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->public_key_sha256, made->public_key_sha256);
  EXPECT_TRUE(made->key_pem.reveal().starts_with("-----BEGIN PRIVATE KEY-----"));
}
INSTANTIATE_TEST_SUITE_P(Algorithms, MakeKey,
                         testing::Values(KeyAlgorithm::rsa_2048, KeyAlgorithm::rsa_3072,
                                         KeyAlgorithm::ecdsa_p256, KeyAlgorithm::ecdsa_p384));

TEST(MakeCsr, a_long_common_name_is_only_a_san) {
  const std::string name = std::string(40, 'a') + "." + std::string(40, 'b') + ".example.jp";
  const auto made = make_key_and_csr({.common_name = name, .names = {name}});
  ASSERT_TRUE(made);
  const auto csr = parse_csr(made->csr_pem);
  EXPECT_EQ(csr->common_name, "");
  EXPECT_EQ(csr->names, std::vector<std::string>{name});
}

TEST(MakeCsr, the_common_name_is_always_a_san) {
  const auto made =
      make_key_and_csr({.common_name = "a.example.jp", .names = {"b.example.jp", "A.example.jp"}});
  ASSERT_TRUE(made);
  EXPECT_EQ(parse_csr(made->csr_pem)->names, (std::vector<std::string>{"a.example.jp", "b.example.jp"}));
}

TEST(MakeCsr, a_name_that_is_none_is_refused) {
  EXPECT_EQ(make_key_and_csr({.common_name = "a b.example.jp"}).error().code, pki_errc::bad_name);
  EXPECT_EQ(make_key_and_csr({.common_name = "a.example.jp", .names = {"b,DNS:c"}}).error().code,
            pki_errc::bad_name);
  EXPECT_EQ(make_key_and_csr({.subject = {.country = "jp"}, .common_name = "a.example.jp"}).error().code,
            pki_errc::bad_subject);
}

TEST(MakeCsr, a_second_csr_for_the_same_key) {
  const auto made = make_key_and_csr({.common_name = "a.example.jp", .names = {"a.example.jp"}});
  ASSERT_TRUE(made);
  const auto again = sign_csr(made->key_pem, {.common_name = "b.example.jp", .names = {"b.example.jp"}});
  ASSERT_TRUE(again);
  EXPECT_EQ(parse_csr(*again)->public_key_sha256, made->public_key_sha256);
  for (const auto other : {events::KeyAlgorithm::ecdsa_p384, events::KeyAlgorithm::rsa_2048})
    EXPECT_EQ(sign_csr(made->key_pem, {.key = {other}, .common_name = "a.example.jp"}).error().code,
              pki_errc::other_algorithm);
}

TEST(ParseCsr, a_changed_csr_no_longer_holds) {
  auto pem = make_key_and_csr({.common_name = "a.example.jp", .names = {"a.example.jp"}})->csr_pem;
  auto& c = pem[pem.size() / 2];
  c = c == 'A' ? 'B' : 'A';
  EXPECT_FALSE(parse_csr(pem));
}

TEST(ParseCsr, other_files_are_refused) {
  const auto made = make_key_and_csr({.common_name = "a.example.jp"});
  ASSERT_TRUE(made);
  for (const auto& pem : {std::string(), made->key_pem.reveal(), made->csr_pem + made->csr_pem,
                          made->csr_pem + made->key_pem.reveal()}) {
    const auto read = parse_csr(pem);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, pki_errc::malformed);
  }
}

TEST(ParseCsr, a_pasted_one_may_have_lost_its_line_ends) {
  auto pem = make_key_and_csr({.common_name = "a.example.jp"})->csr_pem;
  const auto kept = pem;
  std::ranges::replace(pem, '\n', ' ');
  EXPECT_EQ(parse_csr(pem).value().pem, kept);
}

TEST(ParseKey, weak_and_odd_keys_are_refused) {
  const KeyPtr weak(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024}));
  const KeyPtr odd(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  for (const auto* key : {&weak, &odd}) {
    const auto bio = new_memory_bio();
    PEM_write_bio_PKCS8PrivateKey(bio.get(), key->get(), nullptr, nullptr, 0, nullptr, nullptr);
    const auto read = parse_private_key(Secret(text_in(bio.get())));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, pki_errc::unsupported_algorithm);
  }
}

TEST(SelfSigned, has_the_names_and_the_key) {
  const Instant from(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22));
  const auto made = make_self_signed({"localhost", "127.0.0.1"}, from, from + std::chrono::days(30));
  ASSERT_TRUE(made);
  const auto read = parse_certificates(made->certificate_pem);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->front().not_after - read->front().not_before, std::chrono::days(30));
  EXPECT_EQ(read->front().public_key_sha256, parse_private_key(made->key_pem)->public_key_sha256);
  EXPECT_TRUE(covers(read->front().names, "localhost"));
  EXPECT_FALSE(read->front().is_ca);
}

TEST(SelfSigned, refuses_what_is_no_address) {
  EXPECT_FALSE(make_self_signed({"999.1.1.1"}, Instant{}, Instant{} + std::chrono::days(1)));
}

TEST(Pkcs12, opens_with_its_passphrase_only) {
  const auto ca = tests::TestIssuer::root("Root");
  const auto leaf = ca.issue({"www.example.jp", {}});
  const auto bytes = to_pkcs12(leaf.certificate_pem, {ca.pem()}, leaf.key_pem, Secret("open sesame"), "www");
  ASSERT_TRUE(bytes);
  const auto bio = bio_over(*bytes);
  const Pkcs12Ptr file(d2i_PKCS12_bio(bio.get(), nullptr));
  ASSERT_TRUE(file);
  EXPECT_EQ(PKCS12_verify_mac(file.get(), "open sesame", -1), 1);
  EXPECT_EQ(PKCS12_verify_mac(file.get(), "wrong", -1), 0);
}

std::string der_of(const std::string& pem) {
  const X509Ptr certificate(PEM_read_bio_X509(bio_over(pem).get(), nullptr, no_passphrase, nullptr));
  const auto bio = new_memory_bio();
  i2d_X509_bio(bio.get(), certificate.get());
  return text_in(bio.get());
}

TEST(BinaryFile, of_pkcs12_gives_leaf_chain_and_key) {
  const auto root = tests::TestIssuer::root("Root");
  const auto middle = root.intermediate("Middle");
  const auto leaf = middle.issue({"www.example.jp", {}});
  const auto bytes =
      to_pkcs12(leaf.certificate_pem, {middle.pem(), root.pem()}, leaf.key_pem, Secret("open sesame"), "www");
  const auto unpacked = unpack_binary(bytes.value(), Secret("open sesame"));
  ASSERT_TRUE(unpacked) << describe(unpacked.error());
  EXPECT_EQ(unpacked->leaf_pem, leaf.certificate_pem);
  EXPECT_THAT(unpacked->chain_pem,
              testing::AllOf(testing::HasSubstr(middle.pem()), testing::HasSubstr(root.pem())));
  EXPECT_EQ(parse_private_key(unpacked->key_pem)->public_key_sha256,
            parse_private_key(leaf.key_pem)->public_key_sha256);
  for (const auto* const wrong : {"", "open", "Open sesame"}) {
    const auto refused = unpack_binary(bytes.value(), Secret(wrong));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, pki_errc::wrong_passphrase);
  }
}

TEST(BinaryFile, of_pkcs12_may_have_no_passphrase) {
  const auto leaf = tests::TestIssuer::root("Root").issue({"www.example.jp", {}});
  const auto bytes = to_pkcs12(leaf.certificate_pem, {}, leaf.key_pem, Secret(""), "www");
  EXPECT_TRUE(unpack_binary(bytes.value(), Secret()));
}

TEST(BinaryFile, of_der_is_one_certificate) {
  const auto leaf = tests::TestIssuer::root("Root").issue({"www.example.jp", {}});
  const auto unpacked = unpack_binary(der_of(leaf.certificate_pem), Secret());
  ASSERT_TRUE(unpacked) << describe(unpacked.error());
  EXPECT_EQ(unpacked->leaf_pem, leaf.certificate_pem);
  EXPECT_TRUE(unpacked->chain_pem.empty());
  EXPECT_TRUE(unpacked->key_pem.empty());
}

TEST(BinaryFile, of_something_else_is_named) {
  const auto leaf = tests::TestIssuer::root("Root").issue({"www.example.jp", {}});
  const auto whole = to_pkcs12(leaf.certificate_pem, {}, leaf.key_pem, Secret("open sesame"), "www").value();
  for (const auto& bytes : {std::string(), std::string("\x00\xff\x30", 3), whole.substr(0, whole.size() / 2),
                            der_of(leaf.certificate_pem).substr(0, 100)}) {
    const auto refused = unpack_binary(bytes, Secret("open sesame"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, pki_errc::malformed);
    EXPECT_EQ(refused.error().detail, "neither PEM nor DER nor PKCS#12");
  }
}

TEST(Pkcs12, a_key_of_another_certificate_is_refused) {
  const auto ca = tests::TestIssuer::root("Root");
  const auto one = ca.issue({"www.example.jp", {}});
  const auto other = ca.issue({"www.example.jp", {}});
  const auto made = to_pkcs12(one.certificate_pem, {}, other.key_pem, Secret("open sesame"), "www");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, pki_errc::key_mismatch);
}

TEST(DnsName, accepted_ones_come_back_in_lower_case) {
  EXPECT_EQ(validate_dns_name("WWW.Example.JP").value(), "www.example.jp");
  EXPECT_EQ(validate_dns_name("*.example.jp").value(), "*.example.jp");
  EXPECT_EQ(validate_dns_name("xn--r8jz45g.example").value(), "xn--r8jz45g.example");
  EXPECT_TRUE(validate_dns_name(std::string(63, 'a') + ".jp"));
}

TEST(DnsName, refused_ones) {
  for (const std::string name :
       {"", "localhost", "a..b", ".a.b", "a.b.", "-a.b", "a-.b", "a_b.c", "a b.c", "w*.a.b", "a.*.b", "*",
        "*.", "*.jp", "日本.jp", "127.0.0.1", "a.1", "a.b/c", "a.b;c"})
    EXPECT_FALSE(validate_dns_name(name)) << name;
  EXPECT_FALSE(validate_dns_name(std::string(64, 'a') + ".jp"));
  EXPECT_FALSE(validate_dns_name(std::string("a\0.jp", 5)));
}

TEST(Covers, wildcards_stand_for_one_label) {
  const std::vector<std::string> names{"Example.jp", "*.example.jp"};
  EXPECT_TRUE(covers(names, "example.JP"));
  EXPECT_TRUE(covers(names, "www.example.jp"));
  EXPECT_TRUE(covers(names, "*.example.jp"));
  EXPECT_FALSE(covers(names, "a.www.example.jp"));
  EXPECT_FALSE(covers(names, ".example.jp"));
  EXPECT_FALSE(covers({"www.example.jp"}, "*.example.jp"));
}

TEST(Subject, limits) {
  EXPECT_TRUE(validate_subject({.country = "JP", .state = std::string(128, 'x')}));
  EXPECT_EQ(validate_subject({.country = "jp"}).error().field, "subject.country");
  EXPECT_EQ(validate_subject({.state = std::string(129, 'x')}).error().field, "subject.state");
  EXPECT_EQ(validate_subject({.locality = "千代田"}).error().field, "subject.locality");
  EXPECT_EQ(validate_subject({.organization = std::string(65, 'x')}).error().field, "subject.organization");
  EXPECT_EQ(validate_subject({.state = "a\nb"}).error().field, "subject.state");
}

}  // namespace
}  // namespace kigen::orchestrator::pki
