#include "tests/faults/killing.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sstream>

#include "events/core/error.hpp"
#include "tests/support/places.hpp"

namespace kigen::tests {

using std::chrono::steady_clock;

Victim::Victim(const std::string& folder, std::uint64_t first_vault_step)
    : first_vault_step_(first_vault_step) {
  const auto first = std::to_string(first_vault_step);
  int ends[2];
  ensure(::pipe2(ends, O_CLOEXEC) == 0, "a pipe can be made");
  const std::string program = program_beside_this("victim");
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::execl(program.c_str(), program.c_str(), folder.c_str(), first.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  said_ = events::FileDescriptor(ends[0]);
}

void Victim::await_first_acknowledgement() { ensure(listen(), "the victim works"); }

Acknowledged Victim::kill_after(std::chrono::microseconds rest) {
  listen_until(steady_clock::now() + rest);
  ::kill(process_, SIGKILL);
  while (listen()) {
  }
  int status = 0;
  ::waitpid(process_, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
  return parse();
}

void Victim::listen_until(steady_clock::time_point when) {
  for (auto now = steady_clock::now(); now < when; now = steady_clock::now()) {
    const auto left = std::chrono::duration_cast<std::chrono::nanoseconds>(when - now).count();
    const timespec patience{left / 1'000'000'000, left % 1'000'000'000};
    pollfd ready{said_.get(), POLLIN, 0};
    if (::ppoll(&ready, 1, &patience, nullptr) == 1 && !listen()) return;
  }
}

bool Victim::listen() {
  char some[4096];
  const auto got = ::read(said_.get(), some, sizeof some);
  if (got > 0) text_.append(some, static_cast<std::size_t>(got));
  return got > 0;
}

Acknowledged Victim::parse() const {
  Acknowledged acknowledged{.vault_steps = first_vault_step_};
  std::istringstream lines(text_);
  std::string what;
  while (lines >> what) {
    std::string command;
    events::Appended landing;
    if (what == "kept") {
      lines >> acknowledged.vault_steps;
      ++acknowledged.vault_steps;
    } else if (lines >> command >> landing.first >> landing.count) {
      acknowledged.appends[command] = landing;
    }
  }
  return acknowledged;
}

}  // namespace kigen::tests
