#include "workers/check/compare.hpp"

#include <gtest/gtest.h>

#include "orchestrator/pki/certificate.hpp"
#include "tests/support/test_ca.hpp"

namespace kigen::workers::check {
namespace {

using events::AddressSeen;
using events::Verdict;
using orchestrator::probe_errc;
using orchestrator::Served;

/// A generation with an intermediate: for a comparison any other certificate will do as one.
struct Compare : testing::Test {
  std::string issue() { return ca.issue({.names = {"www.example.test"}}).chain_pem; }
  std::string serial_of(const std::string& pem) {
    return orchestrator::pki::parse_certificates(pem).value().front().serial;
  }
  events::Generation generation() {
    const auto facts = orchestrator::pki::parse_certificates(leaf).value().front();
    return {.serial = facts.serial,
            .leaf_sha256 = facts.sha256,
            .public_key_sha256 = facts.public_key_sha256,
            .leaf_pem = leaf,
            .chain_pem = {intermediate}};
  }

  tests::TestCa ca;
  std::string leaf = issue();
  std::string intermediate = issue();
  Expectation expected = expectation(generation());
};

TEST_F(Compare, the_same_leaf_and_chain_match) {
  const auto seen = compare(expected, {"127.0.0.1", leaf, {intermediate}});
  EXPECT_EQ(seen, (AddressSeen{"127.0.0.1", Verdict::matches, serial_of(leaf), true, true, ""}));
}

TEST_F(Compare, a_root_sent_behind_the_chain_does_not_matter) {
  EXPECT_EQ(compare(expected, {"a", leaf, {intermediate, ca.root_pem()}}).verdict, Verdict::matches);
}

TEST_F(Compare, another_leaf_differs) {
  const auto other = issue();
  const auto seen = compare(expected, {"a", other, {intermediate}});
  EXPECT_EQ(seen.verdict, Verdict::differs);
  EXPECT_EQ(seen.serial, serial_of(other));
  EXPECT_FALSE(seen.key_matches);
  EXPECT_TRUE(seen.chain_matches);
}

TEST_F(Compare, a_missing_or_wrong_chain_differs) {
  for (const auto& chain : {std::vector<std::string>{}, {ca.root_pem()}, {ca.root_pem(), intermediate}}) {
    const auto seen = compare(expected, {"a", leaf, chain});
    EXPECT_EQ(seen.verdict, Verdict::differs);
    EXPECT_TRUE(seen.key_matches);
    EXPECT_FALSE(seen.chain_matches);
    EXPECT_TRUE(seen.detail.contains("intermediates")) << seen.detail;
  }
}

TEST_F(Compare, the_serial_alone_proves_nothing) {
  expected.leaf_sha256 = std::string(64, '0');
  EXPECT_EQ(compare(expected, {"a", leaf, {intermediate}}).verdict, Verdict::differs);
}

TEST_F(Compare, what_cannot_be_read_differs) {
  const auto seen =
      compare(expected, {"a", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", {}});
  EXPECT_EQ(seen.verdict, Verdict::differs);
  EXPECT_EQ(seen.serial, "");
}

TEST_F(Compare, without_a_certificate_of_its_own_nothing_matches) {
  EXPECT_EQ(compare({}, {"a", leaf, {}}).verdict, Verdict::differs);
}

TEST(Conclude, takes_the_worst_and_a_common_serial) {
  const Expectation expected{.serial = "01"};
  const AddressSeen good{"a", Verdict::matches, "01", true, true, ""};
  const AddressSeen old{"b", Verdict::differs, "00", false, true, ""};
  const auto gone = not_served("c", {make_error_code(probe_errc::unreachable), "c:443"});
  EXPECT_EQ(conclude(expected, {good, good}).served_serial, "01");
  EXPECT_EQ(conclude(expected, {good, good}).verdict, Verdict::matches);
  EXPECT_EQ(conclude(expected, {good, old}).verdict, Verdict::differs);
  EXPECT_EQ(conclude(expected, {good, old}).served_serial, "");
  EXPECT_EQ(conclude(expected, {good, gone, old}).verdict, Verdict::unreachable);
  EXPECT_EQ(conclude(expected, {gone}).expected_serial, "01");
}

}  // namespace
}  // namespace kigen::workers::check
