#include "orchestrator/pki/pem.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "events/core/base64.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "tests/support/test_issuer.hpp"

namespace kigen::orchestrator::pki {
namespace {

const std::string& pem() {
  static const auto made = tests::TestIssuer::root("Root").pem();
  return made;
}

std::string without_final_newline() { return pem().substr(0, pem().size() - 1); }

std::string with_line_ends(std::string_view end) {
  std::string text;
  for (const char c : pem()) text += c == '\n' ? std::string(end) : std::string(1, c);
  return text;
}

std::string with_body(std::string_view body) {
  return "-----BEGIN CERTIFICATE-----\n" + std::string(body) + "\n-----END CERTIFICATE-----\n";
}

TEST(Pem, what_editors_do_to_files_is_taken) {
  for (const auto& text :
       {pem(), without_final_newline(), with_line_ends("\r\n"), with_line_ends("\r"), with_line_ends("\n\n"),
        with_line_ends("\n   "), with_line_ends(" "), "\xEF\xBB\xBF" + pem(), "  " + pem(),
        "Subject: CN = x\n" + pem(), pem() + "\n\n# the end"}) {
    const auto read = parse_certificates(text);
    ASSERT_TRUE(read) << describe(read.error()) << "\n" << text;
    ASSERT_EQ(read->size(), 1u) << text;
    EXPECT_EQ(read->front().pem, pem());
  }
}

TEST(Pem, blocks_may_touch) {
  const auto read = parse_certificates(without_final_newline() + without_final_newline());
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->size(), 2u);
}

TEST(Pem, curve_parameters_beside_a_certificate_are_left_alone) {
  const auto read = parse_certificates(
      "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n" + pem());
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->size(), 1u);
}

struct Refused {
  std::string text;
  std::string detail;  ///< a part of it
};

void expect_refused(const Refused& refused) {
  const auto read = parse_certificates(refused.text);
  ASSERT_FALSE(read) << refused.text;
  EXPECT_EQ(read.error().code, pki_errc::malformed);
  EXPECT_NE(read.error().detail.find(refused.detail), std::string::npos) << read.error().detail;
}

TEST(Pem, refusals_say_what_is_wrong) {
  const auto der = decode(pem_blocks(pem()).value().front()).value();
  const auto surplus = to_base64(bytes_of(der + std::string(3, '\0')));
  const auto cut = to_base64(bytes_of(der.substr(0, der.size() - 3)));
  const std::vector<Refused> all{
      {"", "PEM form"},
      {"just text", "PEM form"},
      {der, "DER"},
      {"-----BEGIN CERTIFICATE-----", "block 1 has no proper begin and end"},
      {"-----BEGIN CERTIFICATE----", "block 1 has no proper begin and end"},
      {"-----BEGIN -----\n-----END -----", "block 1 has no proper begin and end"},
      {"-----BEGIN lower case-----\nAA==\n-----END lower case-----", "block 1 has no proper begin and end"},
      {pem() + pem().substr(0, 300), "block 2 has no proper begin and end"},
      {pem().substr(0, 300) + "\n" + pem(), "block 1 has no proper begin and end"},
      {"-----BEGIN CERTIFICATE-----\nAA==\n-----END X509 CRL-----", "block 1 has no proper begin and end"},
      {with_body(""), "block 1: its base64 is broken"},
      {with_body("!!!!"), "block 1: its base64 is broken"},
      {pem() + with_body("AAA"), "block 2: its base64 is broken"},
      {with_body("AAAA"), "block 1: what it holds is no X.509 certificate"},
      {with_body(surplus), "block 1: what it holds is no X.509 certificate"},
      {with_body(cut), "block 1: what it holds is no X.509 certificate"},
      {"-----BEGIN PKCS7-----\nAAAA\n-----END PKCS7-----", "a PKCS7 stands where only certificates belong"},
      {pem() + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "a private key stands"},
      {"-----BEGIN EC PARAMETERS-----\nAAAA\n-----END EC PARAMETERS-----", "no certificate"},
  };
  for (const auto& refused : all) expect_refused(refused);
}

TEST(Pem, a_flipped_bit_is_another_certificate_or_none) {
  const auto der = decode(pem_blocks(pem()).value().front()).value();
  const auto good = parse_certificates(pem()).value().front();
  for (std::size_t i = 0; i < der.size(); ++i) {
    auto flipped = der;
    flipped[i] = static_cast<char>(flipped[i] ^ 1);
    const auto read = parse_certificates(with_body(to_base64(bytes_of(flipped))));
    if (read) EXPECT_NE(read->front().sha256, good.sha256) << i;
  }
}

TEST(Pem, ten_megabytes_are_refused_before_they_are_read) {
  std::string many;
  while (many.size() < 10u << 20) many += pem();
  EXPECT_EQ(parse_certificates(many).error().code, pki_errc::too_large);
  EXPECT_EQ(parse_csr(many).error().code, pki_errc::too_large);
  EXPECT_EQ(parse_private_key(Secret(many)).error().code, pki_errc::too_large);
}

}  // namespace
}  // namespace kigen::orchestrator::pki
