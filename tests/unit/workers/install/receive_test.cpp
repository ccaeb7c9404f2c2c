#include "workers/install/receive.hpp"

#include <gtest/gtest.h>

#include <sstream>

#include "events/core/base64.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/digest.hpp"
#include "tests/support/test_issuer.hpp"
#include "workers/install/apache_files.hpp"

namespace kigen::workers::install {
namespace {

using orchestrator::install_errc;
using orchestrator::InstallPlan;

TEST(Receive, is_given_lines_that_a_terminal_passes_unchanged) {
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += static_cast<char>(i);
  const std::vector<SentFile> files{
      {"certificate", Secret(bytes)}, {"chain", Secret()}, {"key", Secret("key")}};
  std::istringstream input(input_of(files).reveal());
  for (const auto& file : files) {
    std::string arrived;
    for (std::string line; std::getline(input, line) && line != ".";) {
      EXPECT_LE(line.size(), 76u);
      arrived += from_base64(line).value();
    }
    EXPECT_EQ(arrived, file.content.reveal()) << file.name;
  }
  EXPECT_EQ(input.peek(), EOF);
}

TEST(Receive, is_told_what_to_expect_and_nothing_of_it) {
  EXPECT_EQ(arguments_of("/work", {{"key", Secret("secret")}}),
            (std::vector<std::string>{"/work", "key", orchestrator::pki::sha256_hex("secret")}));
}

TEST(Receive, is_never_sent_what_no_certificate_is) {
  const auto ca = tests::TestIssuer::root("ca");
  const auto plan_for = [&](int names) {
    tests::TestIssuer::Wish wish{.common_name = "www.example.test"};
    for (int i = 0; i < names; ++i)
      wish.names.push_back(std::to_string(i) + std::string(50, 'x') + ".example.test");
    const auto issued = ca.issue(wish);
    InstallPlan plan;
    plan.server = events::ApacheSettings{
        .certificate_file = "/etc/a.pem", .key_file = "/etc/a.key", .work_folder = "/work"};
    plan.leaf_pem = issued.certificate_pem;
    plan.key_pem = issued.key_pem;
    plan.serial = orchestrator::pki::parse_certificates(plan.leaf_pem).value().front().serial;
    return plan;
  };
  const auto fits = prepare_files(plan_for(1));
  ASSERT_TRUE(fits) << describe(fits.error());
  EXPECT_EQ(fits->sent.size(), fits->files.size());
  EXPECT_EQ(prepare_files(plan_for(400)).error().code, install_errc::file_too_large);
}

}  // namespace
}  // namespace kigen::workers::install
