#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"
#include "tests/simulation/rules/host_rules.hpp"

namespace kigen::simulation {

/// An apply runs alone on its node, says what it did when it did it, and leaves the new certificate or what
/// was there before; what else it left on the host is noted.
class ApplyRules {
 public:
  /// `look`: at the host of a node. `watches`: whether the product may look at what the node serves.
  ApplyRules(Findings& findings, std::function<HostNow(NodeId)> look, std::function<bool(NodeId)> watches)
      : findings_(findings), look_(std::move(look)), watches_(std::move(watches)) {}
  void saw(const Sighting& seen);
  /// What applies left behind was noted.
  void at_rest() const;

  void on(const events::Record& record, const events::ApplyRequested& event);
  void on(const events::Record& record, const events::ApplyStarted&);
  void on(const events::Record& record, const events::StepStarted& event);
  void on(const events::Record& record, const events::StepSucceeded& event);
  void on(const events::Record& record, const events::StepFailed& event);
  void on(const events::Record& record, const events::StepUndoStarted& event);
  void on(const events::Record& record, const events::StepUndone& event);
  void on(const events::Record& record, const events::ApplySucceeded& event);
  void on(const events::Record& record, const events::ApplyFailed& event);
  void on(const events::Record& record, const events::ApplyRolledBack& event);
  void on(const events::Record& record, const events::ApplyStuck&) { open_[record.stream].stuck = true; }
  void on(const events::Record& record, const events::RollbackRetried&);
  void on(const events::Record& record, const events::ApplyCancelled&);
  void on(const events::Record&, const events::NodeLeftoversNoted& event);

 private:
  enum class Step : std::uint8_t { started, succeeded, undone };
  struct Open {
    NodeId node = {};
    std::string serial = {};
    bool started = false;
    bool stuck = false;
    std::map<std::uint32_t, Step> steps = {};
    std::map<std::uint32_t, std::string> names = {};
    std::set<std::uint32_t> touched = {};  // that began a command, or may have
    std::set<std::uint32_t> undone = {};   // of which this run began an undo
    std::optional<HostNow> before = {};    // as the first step that changes something met it
  };
  void check_files(const events::Record& record, const Open& apply);
  void check_restored(const events::Record& record, const Open& apply);
  /// It ends without success: what it left on the host must be noted.
  void expect_leftovers(const events::Record& record, const Open& apply);

  Findings& findings_;
  std::function<HostNow(NodeId)> look_;
  std::function<bool(NodeId)> watches_;
  std::map<StreamId, Open> open_;
  std::set<StreamId> owed_;  // applies that left something, to be noted
};

}  // namespace kigen::simulation
