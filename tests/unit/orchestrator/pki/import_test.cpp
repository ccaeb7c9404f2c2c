#include <gtest/gtest.h>

#include <algorithm>

#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/import.hpp"
#include "tests/support/test_issuer.hpp"

namespace kigen::orchestrator::pki {
namespace {

class Import : public testing::Test {
 protected:
  static const tests::TestIssuer& root() {
    static const auto ca = tests::TestIssuer::root("Test Root");
    return ca;
  }
  static const tests::TestIssuer& middle() {
    static const auto ca = root().intermediate("Test Intermediate");
    return ca;
  }
  static tests::TestIssuer::Issued www() {
    return middle().issue({"www.example.jp", {"www.example.jp", "example.jp"}});
  }

  static void expect_refusal(const Upload& upload, pki_errc code, int message, const char* field) {
    const auto read = read_upload(upload);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, code) << describe(read.error());
    EXPECT_EQ(message_number(read.error().code), message);
    EXPECT_EQ(read.error().field, field);
  }
};

TEST_F(Import, leaf_chain_and_key_in_one_file_each) {
  const auto leaf = www();
  const auto read = read_upload({leaf.certificate_pem + middle().pem(), "", leaf.key_pem});
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->names, (std::vector<std::string>{"www.example.jp", "example.jp"}));
  EXPECT_EQ(read->leaf_pem, leaf.certificate_pem);
  EXPECT_EQ(read->chain_pem, std::vector<std::string>{middle().pem()});
  EXPECT_EQ(read->not_after, Instant(std::chrono::sys_days(std::chrono::year(2036) / 1 / 1)));
}

TEST_F(Import, any_order_gives_the_same_chain_and_a_root_is_left_out) {
  const auto leaf = www();
  std::vector<std::string> parts{leaf.certificate_pem, middle().pem(), root().pem()};
  std::ranges::sort(parts);
  do {
    const auto read = read_upload({parts[0] + "noise\r\n" + parts[1] + parts[2]});
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->leaf_pem, leaf.certificate_pem);
    EXPECT_EQ(read->chain_pem, std::vector<std::string>{middle().pem()});
  } while (std::ranges::next_permutation(parts).found);
}

TEST_F(Import, the_chain_expires_with_its_first_member) {
  const auto leaf = middle().issue(
      {"a.example.jp", {}, {}, Instant(std::chrono::sys_days(std::chrono::year(2099) / 1 / 1))});
  const auto read = read_upload({leaf.certificate_pem + middle().pem()});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->chain_not_after, Instant(std::chrono::sys_days(std::chrono::year(2040) / 1 / 1)));
}

TEST_F(Import, crlf_and_text_around_do_not_matter) {
  auto text = "subject: whatever\n" + www().certificate_pem + "trailing\n";
  std::string crlf;
  for (const char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT_TRUE(read_upload({crlf}));
}

TEST_F(Import, of_a_ca_that_says_an_intermediate_twice_takes_it_once) {
  const auto leaf = www();
  const auto read = read_chain(leaf.certificate_pem + middle().pem() + middle().pem());
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->chain_pem, (std::vector<std::string>{middle().pem()}));
}

TEST_F(Import, bytes_around_the_blocks_do_not_matter) {  // RFC 7468 §2
  const auto leaf = www();
  const auto noise = std::string("subject=\xe9t\xe9\0\x80\n", 14);
  const auto read =
      read_upload({noise + leaf.certificate_pem + noise + middle().pem() + noise, "", leaf.key_pem});
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->leaf_pem, leaf.certificate_pem);
  EXPECT_EQ(read->chain_pem.size(), 1u);
}

TEST_F(Import, refusals) {
  const auto leaf = www();
  const auto other = www();
  expect_refusal({""}, pki_errc::malformed, 28, "certificate");
  expect_refusal({"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n"}, pki_errc::malformed, 28,
                 "certificate");
  expect_refusal({leaf.certificate_pem + leaf.certificate_pem}, pki_errc::not_one_chain, 1659, "certificate");
  expect_refusal({leaf.certificate_pem + other.certificate_pem}, pki_errc::not_one_chain, 1659,
                 "certificate");
  expect_refusal({leaf.certificate_pem + tests::TestIssuer::root("Stranger").pem()}, pki_errc::not_one_chain,
                 1659, "certificate");
  expect_refusal({leaf.certificate_pem + middle().pem(), "", {}, true}, pki_errc::several_in_leaf_file, 1660,
                 "certificate");
  expect_refusal({leaf.certificate_pem, "junk"}, pki_errc::malformed, 28, "chain");
  expect_refusal({leaf.certificate_pem, "", other.key_pem}, pki_errc::key_mismatch, 1651, "key");
  expect_refusal({leaf.certificate_pem, "", Secret("junk")}, pki_errc::malformed, 28, "key");
  expect_refusal({leaf.key_pem.reveal()}, pki_errc::malformed, 28, "certificate");
  expect_refusal({std::string(10u << 20, 'A')}, pki_errc::too_large, 28, "certificate");
  expect_refusal({leaf.certificate_pem, "", Secret(std::string(10u << 20, 'A'))}, pki_errc::too_large, 28,
                 "key");
}

TEST_F(Import, an_encrypted_key_is_refused_with_what_to_do) {
  const Secret encrypted(
      "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n");
  expect_refusal({www().certificate_pem, "", encrypted}, pki_errc::encrypted_key, 28, "key");
}

TEST_F(Import, a_name_with_a_nul_in_it_is_refused) {
  using namespace std::string_literals;
  const auto hostile = middle().issue({"www.example.jp", {"www.bank.example\0.evil.example"s}});
  expect_refusal({hostile.certificate_pem}, pki_errc::malformed, 28, "certificate");
}

TEST_F(Import, a_name_that_shows_as_another_is_refused) {
  for (const std::string name :
       {"www.pay\u202Ellor.example.jp", "www.pay\u200Broll.example.jp", "www\u2028"}) {
    const auto hostile = middle().issue({name, {"www.example.jp"}});
    expect_refusal({hostile.certificate_pem}, pki_errc::malformed, 28, "certificate");
  }
}

TEST_F(Import, more_certificates_than_any_chain_has_are_refused) {
  std::string many;
  for (int i = 0; i < 21; ++i) many += middle().pem();
  expect_refusal({many}, pki_errc::too_large, 28, "certificate");
}

TEST_F(Import, more_than_an_event_holds_is_refused) {
  std::vector<std::string> names;
  for (int i = 0; i < 1500; ++i) names.push_back("a-rather-long-label-" + std::to_string(i) + ".example.jp");
  expect_refusal({middle().issue({"www.example.jp", names}).certificate_pem}, pki_errc::too_large, 28,
                 "certificate");
}

TEST_F(Import, intermediates_come_in_a_file_of_their_own_when_the_service_says_so) {
  const auto leaf = www();
  const auto read = read_upload({leaf.certificate_pem, root().pem() + middle().pem(), leaf.key_pem, true});
  ASSERT_TRUE(read) << describe(read.error());
  EXPECT_EQ(read->chain_pem, std::vector<std::string>{middle().pem()});
  expect_refusal({leaf.certificate_pem, leaf.certificate_pem, {}, true}, pki_errc::not_one_chain, 1659,
                 "certificate");
}

TEST_F(Import, a_cut_off_certificate_is_named) {
  const auto pem = www().certificate_pem;
  expect_refusal({pem + middle().pem().substr(0, 200)}, pki_errc::malformed, 28, "certificate");
}

}  // namespace
}  // namespace kigen::orchestrator::pki
