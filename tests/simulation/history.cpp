#include "tests/simulation/history.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "orchestrator/pki/make.hpp"
#include "tests/simulation/invariants.hpp"
#include "tests/simulation/output.hpp"
#include "tests/simulation/people.hpp"
#include "tests/simulation/witness.hpp"
#include "tests/support/run.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::simulation {
namespace {

using namespace std::chrono_literals;

constexpr auto quiet_time = 24h * 4;
constexpr std::size_t trace_lines = 40;
constexpr std::size_t last_records = 25;
constexpr std::size_t shown_payload = 120;
/// More than any history needs: whoever gets there runs in circles without time passing.
constexpr std::uint64_t max_steps = 4'000'000;

class History {
 public:
  History(std::uint64_t seed, const std::vector<std::string>& without)
      : outcome_{.seed = seed, .without = without},
        random_(SimRandom(seed).fork("history")),
        faults_(Faults::swarm(random_.fork("swarm"))),
        distant_(random_.fork("distant").chance(0.3)) {
    for (const auto& fault : without) faults_.switch_off(fault);
    outcome_.faults = faults_.names();
    make_hosts();
  }

  Outcome play() {
    (void)take_output();
    crashes_left_ = faults_.crashes;
    draw_crash();
    run_until(clock_.now() + length());
    settle();
    examine();
    return std::move(outcome_);
  }

 private:
  /// Now and then a year: certificates are renewed many times.
  Duration length() {
    return random_.chance(0.01) ? random_.between(24h * 200, 24h * 400) : random_.between(24h * 3, 24h * 60);
  }

  Surroundings around() {
    return {clock_, faults_, disk_, ca_, hosts_, witness_, transit_, listener_, distant_};
  }

  static SimCaOptions ca_options(SimRandom random) {
    return {.validity = random.between(24h * 6, 24h * 40),
            .reuses_authorizations = random.chance(0.5),
            .orders_say_why = random.chance(0.5),
            .checks_before_validation = static_cast<int>(random.below(3)),
            .checks_before_issuance = static_cast<int>(random.below(3))};
  }

  /// How the CA sees the product: over http, if it runs.
  Result<std::string> fetch(const std::string& path) {
    auto answer = listener_ == nullptr ? std::nullopt : listener_->answer_at(path);
    if (!answer) return fail(orchestrator::net_errc::unreachable, "nobody answers");
    return *std::move(answer);
  }

  void make_hosts() {
    static const auto old =
        *orchestrator::pki::make_self_signed({name_of(0)}, clock_.now() - 24h, clock_.now() + 24h * 3650);
    const auto count = 1 + random_.below(3);
    for (std::size_t i = 0; i < count; ++i) {
      const VirtualHost site{.listen = {address_of(i), 443},
                             .server_name = name_of(0),
                             .certificate_file = "/etc/ssl/site/site.crt",
                             .key_file = "/etc/ssl/site/site.key"};
      auto host = std::make_unique<SimHost>(SimHostOptions{
          .password = Secret(planted_login), .execution_password = Secret(planted_root), .apache = {site}});
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
    const auto started = co_await process.start();
    if (!started) not_started_ = describe(started.error());
    CO_TRY_DO(started);
    if (settling_) co_return co_await people().settle(process);
    co_return co_await people().live(process);
  }

  People& people() {
    if (!people_) people_.emplace(around(), random_);
    return *people_;
  }

  /// Where the next crash falls: early steps as likely as late ones, on a scale of powers of two. Every
  /// second one waits there until something is being written.
  void draw_crash() {
    crash_waits_ = random_.chance(0.5);
    steps_to_crash_ = crashes_left_ > 0 ? 1 + random_.below(2ull << random_.below(17)) : max_steps;
  }

  void end_process() {
    for (auto& [address, host] : hosts_) host->meet_visitor(nullptr);  // who waits there ends with it
    process_.reset();
    not_started_.reset();
    disk_.crash();
    witness_.process_ended();  // what it still wrote is seen by then
  }

  void crash() {
    end_process();
    clock_.advance_by(random_.chance(faults_.clock_back) ? -random_.between(1s, 1h)
                                                         : random_.between(1s, 3h));
    transit_.arrive(clock_.now());
    draw_crash();
  }

  /// Forwards in time, so that whatever stood in the way passes.
  void give_up_start() {
    say("could not start: " + *not_started_);
    end_process();
    clock_.advance_by(random_.between(1s, 1h));
    transit_.arrive(clock_.now());
  }

  void run_until(Instant end) {
    while (clock_.now() < end && witness_.findings().empty() && steps_ < max_steps) {
      if (!process_) boot();
      step();
      if (not_started_) {
        give_up_start();
        continue;
      }
      if (crashes_left_ == 0 || --steps_to_crash_ > 0) continue;
      if (crash_waits_ && disk_.appending.empty()) {
        steps_to_crash_ = 1;
        continue;
      }
      --crashes_left_;
      ++outcome_.crashes;
      say("crash");
      crash();
    }
  }

  void step() {
    ++steps_;
    process_->loop.restart();
    if (process_->loop.poll_one() > 0) return;
    let_time_pass();
    disk_.heal_if_due();
    transit_.arrive(clock_.now());
  }

  void let_time_pass() {
    if (const auto jump = people().wanted_jump()) {
      say("the clock jumps");
      witness_.clock_jumped(clock_.now(), *jump);
      clock_.advance_by(*jump);
    } else if (!clock_.advance()) {
      clock_.advance_by(1min);
    }
  }

  /// Faults are over, the product is started once more, and what is due gets the time to be done.
  void settle() {
    if (!witness_.findings().empty()) return;
    end_process();
    witness_.inspect_hosts();
    faults_ = {};
    ca_.calm();
    crashes_left_ = 0;
    disk_.calm();
    settling_ = true;
    say("quiet");
    run_until(clock_.now() + quiet_time);
    // What was written last is not in the views at once.
    for (auto i = 0; i < 10 && views_are_behind(); ++i) run_until(clock_.now() + longest_lag);
  }

  bool views_are_behind() const {
    return process_ && process_->following && process_->following->state().lag() > 0;
  }

  void examine() {
    auto& findings = witness_.findings();
    if (steps_ >= max_steps) findings.add("it runs in circles");
    if (findings.empty() && !(process_ && process_->following)) findings.add("it does not start any more");
    if (findings.empty())
      examine_rest({*process_, witness_, disk_, people(), take_output(), clock_.now()}, findings);
    outcome_.violations.insert(outcome_.violations.end(), findings.all().begin(), findings.all().end());
    outcome_.records = disk_.synced.end();
    outcome_.depths = disk_.depths();
    auto& trace = outcome_.trace;
    trace = people().trace();
    trace.insert(trace.end(), events_.begin(), events_.end());
    add_last_records(trace);
    order_by_time(trace);
    if (trace.size() > trace_lines) trace.erase(trace.begin(), trace.end() - trace_lines);
  }

  /// Lines begin with their time; those of one time stay as they are.
  static void order_by_time(std::vector<std::string>& lines) {
    std::multimap<std::string, std::string> ordered;
    for (auto& line : lines) {
      auto time = line.substr(0, line.find(' '));
      ordered.emplace(std::move(time), std::move(line));
    }
    lines.clear();
    for (auto& [time, line] : ordered) lines.push_back(std::move(line));
  }

  void add_last_records(std::vector<std::string>& trace) {
    const auto end = disk_.synced.end();
    const auto first = end - std::min<Position>(end, last_records);
    for (const auto& record : tests::run(disk_.synced.read(first, last_records)).value())
      trace.push_back(to_text(record.meta.time) + "   " + std::to_string(record.position) + " " +
                      record.type + " " + record.stream.text + " by " + record.meta.actor.id + " " +
                      record.payload.substr(0, shown_payload));
  }

  Outcome outcome_;
  SimRandom random_;
  Faults faults_;
  const bool distant_;
  tests::VirtualClock clock_;
  SimDisk disk_{clock_, random_.fork("disk"), faults_};
  SimCa ca_{ca_options(random_.fork("ca")),
            [this](const std::string&, const std::string& path) { return fetch(path); }};
  const workers::ca::acme::HttpChallenges* listener_ = nullptr;
  Hosts hosts_;
  Transit transit_;
  Witness witness_{disk_, hosts_, [this](const std::string& order) { return ca_.knows(order); }};
  std::optional<People> people_;
  std::vector<std::string> events_;
  unsigned boots_ = 0;
  unsigned crashes_left_ = 0;
  std::uint64_t steps_ = 0;
  std::uint64_t steps_to_crash_ = 0;
  bool crash_waits_ = false;
  bool settling_ = false;
  std::optional<std::string> not_started_;  // why
  std::unique_ptr<Process> process_;        // last: ends first
};

}  // namespace

Outcome play(std::uint64_t seed, const std::vector<std::string>& without) {
  History history(seed, without);
  return history.play();
}

}  // namespace kigen::simulation
