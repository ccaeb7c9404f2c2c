#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <map>
#include <string>

#include "events/log/verify.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

using tests::run;

/// A process that appends to the log until it is killed.
class Victim {
 public:
  explicit Victim(const std::string& folder) {
    int ends[2];
    ensure(::pipe(ends) == 0, "a pipe can be made");
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      ::execl(KIGEN_VICTIM, KIGEN_VICTIM, folder.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    said_ = ::fdopen(ends[0], "r");
  }
  ~Victim() { std::fclose(said_); }

  /// Notes what it acknowledged; kills it after `enough` appends, in the middle of others.
  void kill_after(int enough, std::map<std::string, Appended>& acknowledged) {
    char command[64];
    unsigned long first = 0;
    unsigned count = 0;
    while (std::fscanf(said_, "%63s %lu %u\n", command, &first, &count) == 3) {
      acknowledged[command] = {first, count};
      if (--enough == 0) ::kill(pid_, SIGKILL);
    }
    int status = 0;
    ::waitpid(pid_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
  }

 private:
  pid_t pid_ = 0;
  FILE* said_ = nullptr;
};

TEST(RocksLogCrash, what_was_acknowledged_survives_a_kill) {
  tests::DiskLog log;
  std::map<std::string, Appended> acknowledged;
  for (const int enough : {1, 200, 700}) {
    log.shut();
    Victim(log.path().string()).kill_after(enough, acknowledged);
    log.open();
    for (const auto& [command, landing] : acknowledged) {
      const auto found = run(log->find_command(command)).value();
      ASSERT_TRUE(found) << command;
      EXPECT_EQ(found->first, landing.first);
      EXPECT_EQ(found->count, landing.count);
      const auto records = run(log->read(landing.first, landing.count)).value();
      ASSERT_EQ(records.size(), landing.count);
      for (const auto& record : records) EXPECT_EQ(record.meta.command_id, command);
    }
    ASSERT_TRUE(run(log->append(tests::request("round-" + std::to_string(enough), 0))));
  }
  log.shut();
  const auto verified = verify({.path = log.path()}).value();
  for (const auto& finding : verified.findings) ADD_FAILURE() << finding.where << ": " << finding.what;
  EXPECT_TRUE(verified.checkpoint);
}

}  // namespace
}  // namespace kigen::events
