// The simulated Apache against what was measured on Debian's.
#include <gtest/gtest.h>

#include "tests/simulation/world/host.hpp"
#include "tests/support/test_issuer.hpp"
#include "workers/install/apache_scripts.hpp"
#include "workers/install/receive.hpp"

namespace kigen::simulation {
namespace {

namespace script = workers::install::script;

class SimApacheTest : public testing::Test {
 protected:
  SimApacheTest() {
    host_.files().make_folder(root_user, "/backup", 0700);
    host_.set_up(site_, old_.certificate_pem, old_.key_pem.reveal());
  }

  int run(const std::string& text) {
    return host_.run({"sh", "-c", text, "kigen", "apachectl", "", "/backup"}, true).exit_code;
  }
  void put(const std::string& path, std::string_view bytes) {
    host_.files().write(root_user, path, bytes, 0644);
  }
  void install(const tests::TestIssuer::Issued& pair) {
    put(site_.certificate_file, pair.certificate_pem);
    put(site_.key_file, pair.key_pem.reveal());
  }
  std::string served() const {
    const auto found = host_.served(site_.listen, "www.example.test");
    return found ? found->leaf_pem : "nothing";
  }

  const tests::TestIssuer ca_ = tests::TestIssuer::root("ca");
  const tests::TestIssuer::Issued old_ = ca_.issue({.common_name = "old"});
  const tests::TestIssuer::Issued new_ = ca_.issue({.common_name = "new"});
  const VirtualHost site_{{"10.0.0.1", 443}, "www.example.test", "/etc/site/cert.pem", "/etc/site/key.pem"};
  SimHost host_{{.apache = {site_}}};
};

TEST_F(SimApacheTest, reads_its_files_at_a_restart_and_no_sooner) {
  install(new_);
  EXPECT_EQ(served(), old_.certificate_pem);
  EXPECT_EQ(run(script::restart), 0);
  EXPECT_EQ(served(), new_.certificate_pem);
}

TEST_F(SimApacheTest, a_key_of_another_certificate_passes_the_test_and_ends_it_at_the_restart) {
  put(site_.certificate_file, new_.certificate_pem);
  EXPECT_EQ(run(script::test_configuration), 0);
  EXPECT_TRUE(host_.apache().graceful()) << "the control program itself sees nothing wrong";
  EXPECT_FALSE(host_.apache().alive());
  EXPECT_EQ(served(), "nothing");
}

TEST_F(SimApacheTest, garbage_passes_the_test_and_an_empty_file_does_not) {
  put(site_.certificate_file, "garbage");
  EXPECT_EQ(run(script::test_configuration), 0);
  put(site_.certificate_file, "");
  EXPECT_EQ(run(script::test_configuration), 1);
  EXPECT_EQ(run(script::restart), 1);
  EXPECT_EQ(served(), old_.certificate_pem) << "a restart that is refused ends nothing";
}

TEST_F(SimApacheTest, is_revived_once_its_files_are_good_again) {
  put(site_.certificate_file, "garbage");
  EXPECT_EQ(run(script::restart), 1);
  EXPECT_EQ(run(script::revive), 1);
  install(old_);
  EXPECT_EQ(run(script::revive), 0);
  EXPECT_EQ(served(), old_.certificate_pem);
  EXPECT_EQ(host_.files().find("/backup/restarting"), nullptr);
}

TEST_F(SimApacheTest, is_left_alone_when_no_restart_was_begun) {
  host_.apache().kill();
  EXPECT_EQ(run(script::revive), 0);
  EXPECT_EQ(served(), "nothing");
}

TEST_F(SimApacheTest, what_breaks_at_the_restart_only_is_gone_after_some_tries) {
  host_.apache().fail_next_readings(3);
  EXPECT_EQ(run(script::test_configuration), 0);
  EXPECT_EQ(run(script::restart), 1);
  EXPECT_EQ(served(), "nothing");
  EXPECT_EQ(run(script::revive), 0);
  EXPECT_EQ(served(), old_.certificate_pem);
}

TEST_F(SimApacheTest, a_syntax_error_stops_starts_and_not_what_runs) {
  host_.apache().set_syntax_error(true);
  EXPECT_EQ(run(script::test_configuration), 1);
  EXPECT_EQ(run(script::restart), 1);
  EXPECT_EQ(served(), old_.certificate_pem);
  host_.apache().kill();
  EXPECT_FALSE(host_.apache().start());
}

TEST_F(SimApacheTest, serves_by_address_and_name) {
  EXPECT_FALSE(host_.served({"10.0.0.2", 443}, "www.example.test"));
  EXPECT_TRUE(host_.served(site_.listen, "other.example.test")) << "the first of the address answers";
}

TEST_F(SimApacheTest, a_killed_script_leaves_what_it_had_done) {
  install(new_);
  host_.files().make_folder(root_user, "/generation", 0700);
  put("/generation/certificate", old_.certificate_pem);
  host_.files().kill_before_change(4);  // behind the marks and the new file's creation
  const auto output = host_.run(
      {"sh", "-c", script::replace, "kigen", "/generation", "/backup", "certificate", site_.certificate_file},
      true);
  EXPECT_EQ(output.exit_code, 137);
  EXPECT_EQ(host_.files().read(root_user, site_.certificate_file), new_.certificate_pem);
  EXPECT_EQ(host_.files().read(root_user, site_.certificate_file + ".kigen-new"), "");
}

TEST_F(SimApacheTest, takes_what_it_is_sent_whole_or_not_at_all) {
  host_.files().make_folder(root_user, "/generation", 0700);
  const std::vector<workers::install::SentFile> files{{"certificate", Secret("leaf")},
                                                      {"key", Secret("key")}};
  std::vector<std::string> command{"sh", "-c", script::receive, "kigen"};
  for (auto& argument : workers::install::arguments_of("/generation", files)) command.push_back(argument);
  const auto input = workers::install::input_of(files);
  const auto half = input.reveal().substr(0, input.reveal().find("\n.\n") + 3);
  EXPECT_EQ(host_.run(command, true, half).exit_code, 1);
  EXPECT_EQ(host_.files().find("/generation/key"), nullptr);
  EXPECT_EQ(host_.run(command, true, input.reveal()).exit_code, 0);
  EXPECT_EQ(host_.files().read(root_user, "/generation/key"), "key");
  host_.files().set_mode(root_user, "/generation", 0777);
  EXPECT_EQ(host_.run(command, true, input.reveal()).exit_code, 1);
}

}  // namespace
}  // namespace kigen::simulation
