#include <gtest/gtest.h>

#include <algorithm>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "tests/support/test_issuer.hpp"

namespace kigen::orchestrator::pki {
namespace {

using tests::TestIssuer;
using Files = std::vector<std::string>;

/// Leaf and intermediates as one text, or the refusal: what a permutation must not change.
std::string outcome(const Files& files) {
  std::string text;
  for (const auto& file : files) text += file;
  const auto chain = order_chain(parse_certificates(text).value());
  if (!chain) return error_word(chain.error().code);
  std::string all = chain->leaf.pem;
  for (const auto& intermediate : chain->intermediates) all += intermediate.pem;
  return all;
}

void expect_for_every_order(Files files, const std::string& expected) {
  std::ranges::sort(files);
  do {
    ASSERT_EQ(outcome(files), expected);
  } while (std::ranges::next_permutation(files).found);
}

TEST(CertificateHash, is_what_reading_it_gives_and_nothing_without_one) {
  const auto root = TestIssuer::root("Root");
  const auto leaf = root.issue({"www.example.jp"}).certificate_pem;
  EXPECT_EQ(certificate_sha256("text before\n" + leaf + root.pem()),
            parse_certificates(leaf).value().front().sha256);
  EXPECT_EQ(certificate_sha256(""), "");
  EXPECT_EQ(certificate_sha256("-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n"), "");
}

TEST(Chain, every_order_gives_the_same) {
  const auto root = TestIssuer::root("Root");
  const auto upper = root.intermediate("Upper");
  const auto lower = upper.intermediate("Lower");
  const auto leaf = lower.issue({"www.example.jp"}).certificate_pem;
  expect_for_every_order({leaf, lower.pem(), upper.pem(), root.pem()}, leaf + lower.pem() + upper.pem());
}

TEST(Chain, a_cross_signed_root_is_an_intermediate) {
  const auto old_root = TestIssuer::root("Old Root");
  const auto new_root = TestIssuer::root("New Root");
  const auto leaf = new_root.issue({"www.example.jp"}).certificate_pem;
  const auto crossed = old_root.cross_sign(new_root);
  expect_for_every_order({leaf, crossed, old_root.pem()}, leaf + crossed);
}

TEST(Chain, two_ways_up_are_no_single_chain) {
  const auto old_root = TestIssuer::root("Old Root");
  const auto new_root = TestIssuer::root("New Root");
  const auto leaf = new_root.issue({"www.example.jp"}).certificate_pem;
  expect_for_every_order({leaf, new_root.pem(), old_root.cross_sign(new_root)}, "not_one_chain");
}

TEST(Chain, a_gap_is_no_single_chain) {
  const auto root = TestIssuer::root("Root");
  const auto lower = root.intermediate("Upper").intermediate("Lower");
  const auto leaf = lower.issue({"www.example.jp"}).certificate_pem;
  expect_for_every_order({leaf, lower.pem(), root.pem()}, "not_one_chain");
}

TEST(Chain, a_name_is_no_proof_of_the_issuer) {
  const auto leaf = TestIssuer::root("Same Name").issue({"www.example.jp"}).certificate_pem;
  expect_for_every_order({leaf, TestIssuer::root("Same Name").pem()}, "not_one_chain");
}

TEST(Chain, only_a_ca_can_have_issued_another) {
  const auto root = TestIssuer::root("Root");
  const auto impostor = root.impostor("www.evil.example");
  const auto leaf = impostor.issue({"www.example.jp"}).certificate_pem;
  expect_for_every_order({leaf, impostor.pem()}, "not_one_chain");
}

TEST(Chain, a_ring_has_no_leaf) {
  const auto one = TestIssuer::root("One");
  const auto two = TestIssuer::root("Two");
  expect_for_every_order({one.cross_sign(two), two.cross_sign(one)}, "not_one_chain");
}

TEST(Chain, a_self_signed_certificate_alone_is_its_own_chain) {
  const auto root = TestIssuer::root("www.example.jp");
  EXPECT_EQ(outcome({root.pem()}), root.pem());
}

TEST(Chain, what_does_not_belong_to_it_and_what_is_missing_are_named) {
  const auto root = TestIssuer::root("Root");
  const auto middle = root.intermediate("Middle");
  const auto leaf =
      middle.issue({.common_name = "www.example.com", .names = {"www.example.com"}}).certificate_pem;
  const auto told = [](const std::string& pem) {
    return order_chain(parse_certificates(pem).value()).error().detail;
  };
  EXPECT_EQ(told(leaf + middle.pem() + TestIssuer::root("Stranger").pem()),
            "not part of the chain: CN=Stranger");
  EXPECT_EQ(told(leaf + root.pem()), "not part of the chain: CN=Root; missing: CN=Middle");
}

TEST(Chain, nothing_is_no_chain) { EXPECT_EQ(order_chain({}).error().code, pki_errc::not_one_chain); }

}  // namespace
}  // namespace kigen::orchestrator::pki
