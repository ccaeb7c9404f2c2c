#include "tests/simulation/history.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "orchestrator/pki/make.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/people.hpp"
#include "tests/simulation/witness.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::simulation {
namespace {

using namespace std::chrono_literals;

constexpr auto quiet_time = 24h * 4;
constexpr std::size_t trace_lines = 25;
/// More than any history needs: whoever gets there runs in circles without time passing.
constexpr std::uint64_t max_steps = 4'000'000;

class History {
 public:
  explicit History(std::uint64_t seed)
      : outcome_{.seed = seed},
        random_(SimRandom(seed).fork("history")),
        faults_(Faults::swarm(random_.fork("swarm"))) {
    make_hosts();
    ca_.on_order = [this](const CaBooks::Order& order, const std::string& number) {
      witness_.ca_made({order.names.begin(), order.names.end()}, number);
    };
    ca_.validity = random_.between(24h * 6, 24h * 40);
  }

  Outcome play() {
    crashes_left_ = faults_.crashes;
    draw_crash();
    run_until(clock_.now() + random_.between(24h * 3, 24h * 60));
    settle();
    examine();
    return std::move(outcome_);
  }

 private:
  Surroundings around() { return {clock_, faults_, disk_, ca_, hosts_, witness_}; }

  void make_hosts() {
    static const auto old =
        *orchestrator::pki::make_self_signed({"shop.example"}, clock_.now() - 24h, clock_.now() + 24h * 3650);
    const auto count = 1 + random_.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      const VirtualHost site{.listen = {address_of(i), 443},
                             .server_name = "shop.example",
                             .certificate_file = "/etc/ssl/site/site.crt",
                             .key_file = "/etc/ssl/site/site.key"};
      auto host = std::make_unique<SimHost>(
          SimHostOptions{.password = Secret(std::string(planted) + "-login"),
                         .execution_password = Secret(std::string(planted) + "-root"),
                         .apache = {site}});
      host->set_up(site, old.certificate_pem, old.key_pem.reveal());
      hosts_.emplace(address_of(i), std::move(host));
    }
  }

  void say(const std::string& what) { events_.push_back(to_text(clock_.now()) + " " + what); }

  void boot() {
    const auto surroundings = around();
    process_ = std::make_unique<Process>(surroundings, random_.fork("process " + std::to_string(boots_++)));
    process_->tasks.spawn("process", live(*process_));
  }

  Task<Result<>> live(Process& process) {
    CO_TRY_DO(co_await process.start());
    if (settling_) co_return co_await people().settle(process);
    co_return co_await people().live(process);
  }

  People& people() {
    if (!people_) people_.emplace(around(), random_);
    return *people_;
  }

  /// Where the next crash falls: early steps as likely as late ones, on a scale of powers of two.
  void draw_crash() {
    steps_to_crash_ = crashes_left_ > 0 ? 1 + random_.below(2ull << random_.below(17)) : max_steps;
  }

  void end_process() {
    process_.reset();
    witness_.process_ended();
    disk_.crash(random_);
  }

  void crash(const std::string& why) {
    say(why);
    end_process();
    clock_.advance_by(random_.between(1s, 3h));
    draw_crash();
  }

  void run_until(Instant end) {
    while (clock_.now() < end && witness_.findings().empty() && steps_ < max_steps) {
      if (!process_) boot();
      step();
      if (process_->log.failed() && random_.chance(0.001))
        crash("the log is opened again after a failed sync");
      if (crashes_left_ == 0 || --steps_to_crash_ > 0) continue;
      --crashes_left_;
      ++outcome_.crashes;
      crash("crash");
    }
    if (steps_ >= max_steps) outcome_.violations.push_back("it runs in circles");
  }

  void step() {
    ++steps_;
    process_->loop.restart();
    if (process_->loop.poll_one() > 0) return;
    if (const auto jump = people().wanted_jump()) {
      say("the clock jumps");
      clock_.advance_by(*jump);
    } else if (!clock_.advance()) {
      clock_.advance_by(1min);
    }
  }

  /// Faults are over, the product is started once more, and what is due gets the time to be done.
  void settle() {
    if (!witness_.findings().empty()) return;
    end_process();
    faults_ = {};
    crashes_left_ = 0;
    disk_.full_until.reset();
    settling_ = true;
    say("quiet");
    run_until(clock_.now() + quiet_time);
  }

  void examine() {
    auto& findings = witness_.findings();
    if (findings.empty())
      examine_rest({process_->orchestrator, witness_.world(), disk_, hosts_, people(), clock_.now()},
                   findings);
    outcome_.violations.insert(outcome_.violations.end(), findings.all().begin(), findings.all().end());
    outcome_.records = disk_.synced.end();
    auto& trace = outcome_.trace;
    trace = people().trace();
    trace.insert(trace.end(), events_.begin(), events_.end());
    std::ranges::sort(trace);
    if (trace.size() > trace_lines) trace.erase(trace.begin(), trace.end() - trace_lines);
  }

  Outcome outcome_;
  SimRandom random_;
  Faults faults_;
  tests::VirtualClock clock_;
  SimDisk disk_;
  CaBooks ca_;
  Hosts hosts_;
  Witness witness_{disk_, hosts_, [this](const std::string& order) { return ca_.holds(order); }};
  std::optional<People> people_;
  std::vector<std::string> events_;
  unsigned boots_ = 0;
  unsigned crashes_left_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t steps_to_crash_ = 0;
  bool settling_ = false;
  std::unique_ptr<Process> process_;  // last: ends first
};

}  // namespace

Outcome play(std::uint64_t seed) {
  History history(seed);
  return history.play();
}

}  // namespace kigen::simulation
