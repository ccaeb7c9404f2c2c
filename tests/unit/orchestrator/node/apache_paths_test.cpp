#include "orchestrator/node/apache_paths.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "orchestrator/input.hpp"

namespace kigen::orchestrator {
namespace {

events::ApacheSettings good() {
  return {.certificate_file = "/etc/ssl/www.example.test_1/cert+chain.pem",
          .chain_file = "",
          .key_file = "/etc/ssl/private/www@example%1.key",
          .work_folder = "/var/lib/kigen"};
}

std::string field_blamed(const events::ApacheSettings& settings) {
  const auto checked = check_apache_paths(settings);
  if (checked) return "";
  EXPECT_EQ(checked.error().code, input_errc::malformed_path);
  return checked.error().field;
}

TEST(ApachePaths, takes_both_styles) {
  auto settings = good();
  EXPECT_EQ(field_blamed(settings), "");
  settings.chain_file = "/etc/ssl/chain.pem";
  settings.config_file = "/etc/httpd/conf/httpd.conf";
  settings.control_program = "/usr/sbin/apachectl";
  EXPECT_EQ(field_blamed(settings), "");
}

TEST(ApachePaths, names_the_field_to_blame) {
  using S = events::ApacheSettings;
  const std::pair<std::string S::*, const char*> fields[] = {
      {&S::certificate_file, "settings.server.certificateFile"},
      {&S::chain_file, "settings.server.chainFile"},
      {&S::key_file, "settings.server.keyFile"},
      {&S::work_folder, "settings.server.workFolder"},
      {&S::config_file, "settings.server.configFile"}};
  for (const auto& [member, field] : fields)
    for (const auto* path : {"relative", "/", "/a b", "/a//b", "/a/", "/a/../b", "/./a", "/a;b", "/a$(id)",
                             "/a'b", "/a\nb", "/\xef\xbd\x81", "/a`b", "/a*", "/~"}) {
      auto settings = good();
      settings.*member = path;
      EXPECT_EQ(field_blamed(settings), field) << path;
    }
  for (const auto* program : {"", "-x", "..", "apachectl graceful", "bin/apachectl", "a;b"}) {
    auto settings = good();
    settings.control_program = program;
    EXPECT_EQ(field_blamed(settings), "settings.server.controlProgram") << program;
  }
}

TEST(ApachePaths, no_file_stands_for_two_or_in_the_work_folder) {
  auto settings = good();
  settings.key_file = settings.certificate_file;
  EXPECT_EQ(field_blamed(settings), "settings.server.keyFile");
  settings = good();
  settings.chain_file = settings.certificate_file;
  EXPECT_EQ(field_blamed(settings), "settings.server.chainFile");
  settings = good();
  settings.key_file = settings.work_folder + "/key.pem";
  EXPECT_EQ(field_blamed(settings), "settings.server.keyFile");
  settings.key_file = settings.work_folder + "-other/key.pem";
  EXPECT_EQ(field_blamed(settings), "");
}

RC_GTEST_PROP(ApachePaths, what_passes_needs_no_quoting, (std::string path)) {
  auto settings = good();
  settings.key_file = "/" + path;
  if (!check_apache_paths(settings)) return;
  for (const char c : settings.key_file)
    RC_ASSERT(std::isalnum(static_cast<unsigned char>(c)) || std::string_view("._/@%+-").contains(c));
}

}  // namespace
}  // namespace kigen::orchestrator
