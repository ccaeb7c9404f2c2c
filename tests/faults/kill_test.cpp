// A log whose process is killed again and again. KIGEN_KILL_ROUNDS says how often (tools/faults --rounds).
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>
#include <string>

#include "events/log/database.hpp"
#include "events/log/files.hpp"
#include "events/log/verify.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::events {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr int default_rounds = 200;
constexpr int rounds_between_verifications = 5;  // reading it all takes longer than the rest
constexpr unsigned seed = 1;
constexpr microseconds longest_start{100'000};
constexpr microseconds longest_load{40'000};
constexpr unsigned one_killed_at_start_in = 4;

/// A process that appends from several threads until it is killed, and says what was acknowledged.
class Victim {
 public:
  explicit Victim(const std::string& folder) {
    int ends[2];
    ensure(::pipe2(ends, O_CLOEXEC) == 0, "a pipe can be made");
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::execl(KIGEN_VICTIM, KIGEN_VICTIM, folder.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    said_ = FileDescriptor(ends[0]);
  }

  void await_first_acknowledgement() { ensure(listen(), "the victim appends"); }

  /// What it had acknowledged.
  std::map<std::string, Appended> kill_after(microseconds rest) {
    listen_until(steady_clock::now() + rest);
    ::kill(process_, SIGKILL);
    while (listen()) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
    return parse();
  }

 private:
  void listen_until(steady_clock::time_point when) {
    for (auto now = steady_clock::now(); now < when; now = steady_clock::now()) {
      const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(when - now).count();
      const timespec patience{left / 1'000'000'000, left % 1'000'000'000};
      pollfd ready{said_.get(), POLLIN, 0};
      if (::ppoll(&ready, 1, &patience, nullptr) == 1 && !listen()) return;
    }
  }
  bool listen() {
    char some[4096];
    const auto got = ::read(said_.get(), some, sizeof some);
    if (got > 0) text_.append(some, static_cast<std::size_t>(got));
    return got > 0;
  }
  std::map<std::string, Appended> parse() const {
    std::map<std::string, Appended> acknowledged;
    std::istringstream lines(text_);
    std::string command;
    Position first = 0;
    std::uint32_t count = 0;
    while (lines >> command >> first >> count) acknowledged[command] = {first, count};
    return acknowledged;
  }

  pid_t process_ = 0;
  FileDescriptor said_;
  std::string text_;
};

void expect_kept(const std::filesystem::path& log, const std::map<std::string, Appended>& acknowledged) {
  if (acknowledged.empty()) return;
  const auto database = Database::open(log / "db", Database::Mode::read_only);
  ASSERT_TRUE(database) << describe(database.error());
  for (const auto& [command, landing] : acknowledged) {
    const auto found = (*database)->landing_of(command).value();
    ASSERT_TRUE(found) << command;
    EXPECT_EQ(found->first, landing.first) << command;
    EXPECT_EQ(found->count, landing.count) << command;
    const auto last = decode_record((*database)->record(landing.last()).value());
    EXPECT_EQ(last->meta.command_id, command);
  }
}

/// As `kigen verify`, but that a log which was never closed may have no checkpoint.
void expect_sound(const std::filesystem::path& log) {
  const auto verified = verify({.path = log});
  ASSERT_TRUE(verified) << describe(verified.error());
  for (const auto& finding : verified->findings) ADD_FAILURE() << finding.where << ": " << finding.what;
}

/// At any moment of the start, or under load.
std::map<std::string, Appended> kill_one(const std::filesystem::path& log, std::mt19937& random) {
  const bool at_start = random() % one_killed_at_start_in == 0;
  const auto longest = at_start ? longest_start : longest_load;
  const microseconds rest(random() % static_cast<unsigned>(longest.count()));
  Victim victim(log.string());
  if (!at_start) victim.await_first_acknowledgement();
  return victim.kill_after(rest);
}

int rounds() {
  const char* const said = std::getenv("KIGEN_KILL_ROUNDS");
  return said == nullptr ? default_rounds : std::max(1, std::atoi(said));
}

TEST(Kill, loses_nothing_that_was_acknowledged) {
  const tests::TempFolder folder;
  const auto log = folder.path() / "log";
  std::mt19937 random(seed);
  std::map<std::string, Appended> all;
  for (int round = 1; round <= rounds() && !HasFailure(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const auto acknowledged = kill_one(log, random);
    expect_kept(log, acknowledged);
    all.insert(acknowledged.begin(), acknowledged.end());
    if (round % rounds_between_verifications == 0 && !all.empty()) expect_sound(log);
  }
  expect_sound(log);
  expect_kept(log, all);
  std::printf("%d rounds, %zu appends acknowledged and kept\n", rounds(), all.size());
}

}  // namespace
}  // namespace kigen::events
