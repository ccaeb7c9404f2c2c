// Plays histories on all cores: `simulation --seeds N --seed FIRST --jobs J --minutes M`, or one with
// `--seed S`.
#include <spdlog/fmt/fmt.h>
#include <spdlog/fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <thread>

#include "events/core/mutex.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/history.hpp"
#include "tests/simulation/output.hpp"
#include "tests/simulation/shrink.hpp"

namespace {

using namespace kigen::simulation;
using kigen::Mutex;
using kigen::MutexLock;
using Wall = std::chrono::steady_clock;

struct Plan {
  std::uint64_t first = 1;
  std::uint64_t count = 1;
  unsigned jobs = std::max(1u, std::thread::hardware_concurrency());
  double minutes = 0;  ///< the seeds behind the last one follow until they are over
  std::string file = {};
  std::vector<std::string> without = {};
  bool first_failure = false;
};

/// What it takes to play a history again.
struct Played {
  std::uint64_t seed;
  std::vector<std::string> without;
};

/// How long one failing seed may take to be made smaller.
constexpr auto shrinking = std::chrono::seconds(60);

void say_again(std::uint64_t seed, const std::vector<std::string>& without) {
  fmt::print("  again: tools/simulate --seed {}{}{}\n", seed, without.empty() ? "" : " --without ",
             fmt::join(without, ","));
  std::fflush(stdout);
}

void print(const Outcome& outcome) {
  fmt::print("seed {} breaks:\n", outcome.seed);
  for (const auto& what : outcome.violations) fmt::print("  {}\n", what);
  fmt::print("  with {}\n",
             outcome.faults.empty() ? "no faults" : fmt::format("{}", fmt::join(outcome.faults, ", ")));
  for (const auto& line : outcome.trace) fmt::print("    {}\n", line);
  say_again(outcome.seed, outcome.without);
}

/// The first word of each line; the rest says what the seed found.
std::vector<std::uint64_t> kept_seeds(const std::string& file) {
  std::vector<std::uint64_t> seeds;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    if (std::uint64_t seed = 0; words >> seed) seeds.push_back(seed);
  }
  return seeds;
}

/// The history of this thread; null before the first.
thread_local const Played* playing = nullptr;

/// A broken invariant inside the product ends it: then what it said itself is the finding, and the history
/// cannot be made smaller.
void name_the_seed(int signal) {
  if (playing != nullptr) {
    fmt::print("seed {} breaks:\n  the process ends by signal {}\n", playing->seed, signal);
    say_again(playing->seed, playing->without);
  }
  std::_Exit(128 + signal);
}

class Campaign {
 public:
  explicit Campaign(const Plan& plan) : plan_(plan), kept_(kept_seeds(plan.file)) {}

  int run() {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < plan_.jobs; ++i) threads.emplace_back([this] { work(); });
    threads.clear();
    const MutexLock lock(mutex_);
    tell();
    return failing_.empty() && !is_shallow() ? 0 : 1;
  }

 private:
  /// So many histories must have seen appends fail with others behind them, or they say nothing about that.
  bool is_shallow() const REQUIRES(mutex_) {
    constexpr std::uint64_t enough = 40;
    if (played_ < enough || plan_.first_failure || !plan_.without.empty() || depths_.deep > 0) return false;
    fmt::print("no append failed with others behind it: the histories are too shallow\n");
    return true;
  }
  bool goes_on(std::uint64_t number) {
    const MutexLock lock(mutex_);
    if (plan_.first_failure && !failing_.empty()) return false;
    return number < kept_.size() + plan_.count ||
           Wall::now() - start_ < std::chrono::duration<double, std::ratio<60>>(plan_.minutes);
  }
  /// First those that once failed.
  std::uint64_t seed_of(std::uint64_t number) const {
    return number < kept_.size() ? kept_[number] : plan_.first + (number - kept_.size());
  }
  void work() {
    for (auto mine = next_++; goes_on(mine); mine = next_++) {
      const Played now{seed_of(mine), plan_.without};
      playing = &now;
      auto outcome = play(now.seed, now.without);
      if (!outcome.violations.empty()) outcome = smaller(std::move(outcome));
      playing = nullptr;
      const MutexLock lock(mutex_);
      note(outcome);
    }
  }
  /// Not for who only wants to know whether anything fails.
  Outcome smaller(Outcome failing) const {
    if (plan_.first_failure) return failing;
    const auto end = Wall::now() + shrinking;
    const auto again = [seed = failing.seed](const auto& without) { return play(seed, without); };
    return shrink(std::move(failing), again, [end] { return Wall::now() < end; });
  }
  void note(const Outcome& outcome) REQUIRES(mutex_) {
    ++played_;
    records_ += outcome.records;
    crashes_ += outcome.crashes;
    depths_.add(outcome.depths);
    if (!outcome.violations.empty()) {
      failing_.push_back(outcome.seed);
      if (constexpr std::size_t shown = 5; failing_.size() <= shown) print(outcome);
    }
    if (constexpr std::uint64_t every = 200; played_ % every == 0) tell();
  }
  void tell() const REQUIRES(mutex_) {
    const auto seconds = std::chrono::duration<double>(Wall::now() - start_).count();
    fmt::print("{} histories, {:.1f} a second; {} events, {} crashes; ", played_,
               static_cast<double>(played_) / seconds, records_, crashes_);
    fmt::print("{} appends failed, {} with others behind them, the deepest with {}; {} fail",
               depths_.failures, depths_.deep, depths_.deepest, failing_.size());
    for (const auto seed : failing_) fmt::print(" {}", seed);
    fmt::print("\n");
    std::fflush(stdout);
  }

  Plan plan_;
  std::vector<std::uint64_t> kept_;
  Wall::time_point start_ = Wall::now();
  std::atomic<std::uint64_t> next_ = 0;
  Mutex mutex_;
  std::uint64_t played_ GUARDED_BY(mutex_) = 0;
  std::uint64_t records_ GUARDED_BY(mutex_) = 0;
  std::uint64_t crashes_ GUARDED_BY(mutex_) = 0;
  Depths depths_ GUARDED_BY(mutex_);
  std::vector<std::uint64_t> failing_ GUARDED_BY(mutex_);
};

}  // namespace

int main(int argc, char** argv) {
  Plan plan;
  CLI::App app{"Plays simulated histories, each from one seed, and checks what must hold after each."};
  app.add_option("--seeds", plan.count, "how many");
  app.add_option("--seed", plan.first, "the first one");
  app.add_option("--jobs", plan.jobs, "at once");
  app.add_option("--minutes", plan.minutes, "go on behind the last seed until so many are over");
  app.add_option("--also", plan.file, "seeds that once failed, one a line");
  app.add_option("--without", plan.without, "faults to leave out, as a failing seed names them")
      ->delimiter(',')
      ->check(CLI::Validator(
          [](const std::string& name) {
            return Faults{}.switch_off(name) ? "" : "there is no fault " + name;
          },
          "FAULT"));
  app.add_flag("--first-failure", plan.first_failure, "stop at the first one that breaks something");
  CLI11_PARSE(app, argc, argv);
  listen_to_output();
  for (const int signal : {SIGABRT, SIGSEGV}) std::signal(signal, name_the_seed);
  return Campaign(plan).run();
}
