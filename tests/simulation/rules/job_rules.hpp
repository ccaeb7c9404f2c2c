#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// What a worker said under a lease that has ended since.
struct EndedReport {
  JobId job;
  Position token;
  events::Record record;
  events::AnyEvent event;
};

/// One job holds a key at a time, who has no lease is not believed, no attempt outlives its lease, and what
/// can never work is not tried again. Work begins when its lease is durable, and knows of nothing that is
/// not.
class JobRules {
 public:
  explicit JobRules(Findings& findings) : findings_(findings) {}
  void saw(const Sighting& seen);
  /// A worker begins, with what the records before `known` say; those before `durable` are.
  void attempt_begins(const orchestrator::Job& job, Position known, Position durable);
  /// What ran in the process that ended runs no more, whether or not the log knows yet.
  void process_ended();
  void clock_jumped(Instant from, Duration by) { jumps_.emplace_back(from, by); }
  /// The last few.
  const std::vector<EndedReport>& ended_reports() const { return ended_reports_; }

  void on(const events::Record& record, const events::JobQueued& event);
  void on(const events::Record& record, const events::JobStarted& event);
  void on(const events::Record& record, const events::JobRetryScheduled& event);
  void on(const events::Record& record, const events::JobParked& event);
  void on(const events::Record& record, const events::JobSucceeded&) { end(record); }
  void on(const events::Record& record, const events::JobCancelled&) { end(record); }

 private:
  struct Attempt {
    std::string key;
    Instant lease_until;
    Position token;
    std::optional<Instant> found_late = {};
    bool alive = true;  // its process is
    std::vector<EndedReport> said = {};
  };
  void check_lease(const events::Record& record);
  void check_patience(const events::Record& record);
  /// Without the time over which the clock jumped, in which nobody could do anything.
  Duration between(Instant first, Instant last) const;
  void remember(const Sighting& seen);
  void end_attempt(const events::Record& record);
  void check_room(const events::Record& record, const std::string& code);
  void end(const events::Record& record);

  Findings& findings_;
  std::unordered_map<StreamId, events::JobQueued> queued_;
  std::map<StreamId, Attempt> running_;
  std::set<StreamId> ended_;
  std::vector<EndedReport> ended_reports_;
  std::vector<std::pair<Instant, Duration>> jumps_;  // from when, how far
};

}  // namespace kigen::simulation
