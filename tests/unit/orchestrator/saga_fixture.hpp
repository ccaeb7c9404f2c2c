#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "events/codec/event_codec.hpp"
#include "orchestrator/apply/saga.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::orchestrator {

using Words = std::vector<std::string>;

/// A pretend host: what it serves is decided by the last step that ran or was undone.
class SagaTest : public testing::Test {
 protected:
  Step step(const std::string& name, bool undoable = true) {
    Step made{.name = name};
    made.live = name == "replace";
    made.run = [this, name] { return act("run " + name); };
    if (undoable) made.undo = [this, name] { return act("undo " + name); };
    return made;
  }
  Step session(const std::string& name) {
    auto made = step(name, false);
    made.session = true;
    return made;
  }
  Step cleanup(const std::string& name) {
    auto made = step(name, false);
    made.cleanup = true;
    return made;
  }
  Step backup(const std::string& name) {
    auto made = step(name);
    made.backup = true;
    return made;
  }
  std::vector<Step> usual_steps() {
    return {session("connect"), step("transfer"), step("replace"), cleanup("remove_old")};
  }

  Task<Result<StepReport>> act(std::string what) {
    EXPECT_TRUE(noted_.empty()) << "an outcome is not on disk before " << what;
    done_.push_back(what);
    if (const auto failing = failures_.find(what); failing != failures_.end() && failing->second-- > 0)
      co_return fail(failing_with_, what);
    ++commands_begun_;
    if (what == "run replace") serves_ = "NEW";
    if (what == "undo replace") serves_ = "OLD";
    co_return StepReport{1854, what};
  }

  SagaWorld world() {
    return {.clock = clock_,
            .report = [this](events::ApplyEvent event) { return keep(std::move(event)); },
            .note = [this](events::ApplyEvent event) { noted_.push_back(std::move(event)); },
            .look = [this](std::string serial) { return look(std::move(serial)); },
            .served_before = "OLD"};
  }

  /// The process dies at a report: neither it nor what was noted before it is kept.
  SagaWorld world_until(int last_report) {
    auto saga = world();
    saga.report = [this, last_report, told = 0](events::ApplyEvent event) mutable -> Task<Result<>> {
      return ++told > last_report ? die() : keep(std::move(event));
    };
    return saga;
  }
  Task<Result<>> die() {
    noted_.clear();
    co_return fail(ssh_errc::connection_lost, "the process is gone");
  }

  /// One write.
  Task<Result<>> keep(events::ApplyEvent event) {
    noted_.push_back(std::move(event));
    keep_noted();
    co_return Result<>{};
  }
  void keep_noted() {
    if (noted_.empty()) return;
    writes_.emplace_back();
    for (const auto& each : std::exchange(noted_, {})) {
      const auto type = events::encode(each).type;
      writes_.back().push_back(type.substr(type.find('.') + 1));
      apply_ = evolve(apply_, each, {});
    }
  }
  Words told() const {
    Words all;
    for (const auto& write : writes_) all.insert(all.end(), write.begin(), write.end());
    return all;
  }

  Task<Result<events::NodeChecked>> look(std::string serial) {
    EXPECT_TRUE(noted_.empty()) << "an outcome is not on disk before the look";
    events::NodeChecked seen{.expected_serial = serial, .served_serial = serves_};
    seen.verdict = serves_ == serial ? events::Verdict::matches : events::Verdict::differs;
    co_return seen;
  }

  Result<> run(std::vector<Step> steps, SagaWorld saga) {
    Procedure procedure{std::move(steps), {}};
    if (counts_commands_) procedure.commands_begun = [this] { return commands_begun_; };
    auto ended = tests::run_task(io_, clock_, run_saga(apply_, std::move(procedure), std::move(saga)));
    keep_noted();  // as the end of an attempt does
    return ended;
  }
  Result<> run(std::vector<Step> steps) { return run(std::move(steps), world()); }
  Result<> run() { return run(usual_steps()); }

  long count(const std::string& what) const { return std::ranges::count(done_, what); }
  long count_told(const std::string& word) const { return std::ranges::count(told(), word); }

  asio::io_context io_;
  tests::VirtualClock clock_;
  Apply apply_{.serial = "NEW"};
  std::string serves_ = "OLD";
  std::map<std::string, int> failures_;  // action → how many times it fails
  ssh_errc failing_with_ = ssh_errc::connection_lost;
  bool counts_commands_ = false;      // otherwise each step may have changed something
  std::uint64_t commands_begun_ = 0;  // a step that fails does so before its command unless a test says so
  Words done_;
  std::vector<events::ApplyEvent> noted_;
  std::vector<Words> writes_;
};

}  // namespace kigen::orchestrator
