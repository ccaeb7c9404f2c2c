#include "workers/ca/acme/program.hpp"

#include <fcntl.h>
#include <signal.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/runtime/system_clock.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"
#include "workers/ca/acme/hook_folder.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

class ProgramTest : public testing::Test {
 protected:
  Result<ProgramEnd> run(std::vector<std::string> arguments, Duration time = 20s) {
    const HookProgram program(::open(arguments[0].c_str(), O_PATH | O_CLOEXEC));
    return tests::run_task(
        io_, run_program(program.descriptor(), std::move(arguments), clock_, clock_.now() + time));
  }
  Result<ProgramEnd> shell(const std::string& script, Duration time = 20s) {
    return run({"/bin/sh", "-c", script}, time);
  }

  asio::io_context io_;
  orchestrator::SystemClock clock_;
  tests::TempFolder folder_;
};

TEST_F(ProgramTest, returns_exit_code_and_output) {
  const auto end = shell("echo out; echo err >&2; exit 3");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 3);
  EXPECT_EQ(end->output, "out\nerr\n");
}

TEST_F(ProgramTest, passes_arguments_as_they_are) {
  const auto end = run({"/usr/bin/printf", "%s|", "a b", "$HOME;`id`", "*"});
  EXPECT_EQ(end.value().output, "a b|$HOME;`id`|*|");
}

TEST_F(ProgramTest, gives_nothing_of_ours) {
  ::setenv("KIGEN_TEST_SECRET", "s3cret", 1);
  const auto end = shell("env; cat; ls /proc/self/fd | wc -l; pwd");
  ::unsetenv("KIGEN_TEST_SECRET");
  EXPECT_THAT(end.value().output, Not(HasSubstr("s3cret")));
  EXPECT_THAT(end.value().output, HasSubstr("\n5\n/\n"));  // 0, 1, 2, the program and ls's own
}

TEST_F(ProgramTest, keeps_the_beginning_of_endless_output) {
  const auto end = shell("yes | head -c 1000000; exit 0");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 0);
  EXPECT_EQ(end->output.size(), 4096u);
}

TEST_F(ProgramTest, kills_the_whole_group_at_the_deadline) {
  const auto pid_file = folder_.path() / "pid";
  const auto end = shell("sleep 1000 & echo $! > " + pid_file.string() + "; wait", 300ms);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, std::errc::timed_out);
  pid_t pid = 0;
  std::ifstream(pid_file) >> pid;
  ASSERT_GT(pid, 0);
  const auto is_gone = [pid] {  // or waits for init to reap it
    std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
    std::string word;
    stat >> word >> word >> word;
    return word.empty() || word == "Z";
  };
  EXPECT_TRUE(tests::eventually(is_gone));
}

TEST_F(ProgramTest, does_not_wait_for_what_it_leaves_behind) {
  const auto end = shell("sleep 1000 & echo done");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->output, "done\n");
}

TEST_F(ProgramTest, waits_for_a_program_that_closed_its_output) {
  const auto mark = folder_.path() / "mark";
  const auto end = shell("exec >&- 2>&-; sleep 0.2; touch " + mark.string() + "; exit 4");
  ASSERT_TRUE(end);
  EXPECT_EQ(end->exit_code, 4);
  EXPECT_TRUE(std::filesystem::exists(mark));
}

TEST_F(ProgramTest, tells_a_signal) { EXPECT_EQ(shell("kill -TERM $$").value().exit_code, 128 + SIGTERM); }

TEST_F(ProgramTest, says_what_cannot_run) {
  const auto file = folder_.path() / "file";
  std::ofstream(file) << "#!/no/such/shell\n";
  EXPECT_EQ(run({file}).error().code, std::errc::permission_denied);
  std::filesystem::permissions(file, std::filesystem::perms(0755));
  EXPECT_EQ(run({file}).error().code, std::errc::no_such_file_or_directory);
}

}  // namespace
}  // namespace kigen::workers::ca::acme
