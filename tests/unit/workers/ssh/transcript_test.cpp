#include "workers/ssh/transcript.hpp"

#include <gtest/gtest.h>

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

const std::string mark = "kigen00ff";

TEST(AfterMarker, cuts_what_the_login_shell_said) {
  EXPECT_EQ(after_marker("Welcome!\n" + mark + "\nout\n", mark), "out\n");
  EXPECT_EQ(after_marker("This account is currently not available.\n", mark), std::nullopt);
}

TEST(Su, asks_only_after_the_shell_has_spoken) {
  EXPECT_FALSE(su_asks("Your Password: expires soon\r\n", mark));
  EXPECT_FALSE(su_asks("Password: \r\n" + mark + "\r\n", mark));
  EXPECT_TRUE(su_asks("noise\r\n" + mark + "\r\nPassword: ", mark));
  EXPECT_FALSE(su_asks(mark + "\r\n" + mark + "\nold Password: ", mark)) << "the command runs already";
}

TEST(Su, gives_both_streams_and_the_exit_code) {
  const auto output = read_su(
      "motd\r\n" + mark + "\r\nPassword: \r\n" + mark + "\nout\n" + mark + "3" + mark + "err" + mark, mark);
  ASSERT_TRUE(output);
  EXPECT_EQ(output->out, "out\n");
  EXPECT_EQ(output->exit_code, 3);
  EXPECT_EQ(output->err, "err");
}

TEST(Su, that_never_started_the_command_refused_it) {
  const auto output = read_su(mark + "\r\nPassword: \r\nsu: Authentication failure\r\n", mark);
  EXPECT_EQ(output.error().code, ssh_errc::execution_id_failed);
  EXPECT_TRUE(output.error().detail.contains("Authentication failure")) << output.error().detail;
}

TEST(Su, cut_off_in_the_middle_may_have_happened) {
  EXPECT_EQ(read_su(mark + "\r\n" + mark + "\nhalf", mark).error().code, ssh_errc::connection_lost);
}

TEST(Su, takes_no_garbled_exit_code_for_success) {
  for (const std::string code : {"what", "", "0 and a broadcast message", "007", "-"}) {
    const auto output = read_su("motd\r\n" + mark + mark + "\nout" + mark + code + mark + "err" + mark, mark);
    ASSERT_FALSE(output) << code;
    EXPECT_EQ(output.error().code, ssh_errc::connection_lost) << code;
  }
}

TEST(Sudo, says_its_own_words_without_its_question) {
  EXPECT_EQ(words_of_sudo(
                "motd\n" + mark + "\n" + sudo_prompt(mark) + "Sorry, try again.\n" + sudo_prompt(mark), mark),
            "Sorry, try again.\n");
  EXPECT_EQ(words_of_sudo("sh: 1: sudo: not found\n", mark), "sh: 1: sudo: not found\n");
}

TEST(Sudo, marks_where_the_command_begins) {
  const orchestrator::SshTarget target{.execution_user = "root"};
  const auto script = sudo_script("'id' '-u'", mark, target);
  const auto sudo = script.find("exec sudo -n -u 'root' -- /bin/sh -c ");
  ASSERT_NE(sudo, std::string::npos) << script;
  EXPECT_NE(script.find("printf", sudo), std::string::npos) << "the marker is printed behind sudo";
  EXPECT_TRUE(script.ends_with(" 'id' '-u'")) << script;
}

TEST(Su, reads_nothing_else_before_the_command_runs) {
  EXPECT_FALSE(su_began("noise\r\n" + mark + "\r\nPassword: ", mark));
  EXPECT_TRUE(su_began("noise\r\n" + mark + "\r\nPassword: \r\n" + mark, mark));
}

}  // namespace
}  // namespace kigen::workers::ssh
