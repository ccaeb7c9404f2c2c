#pragma once

#include "tests/simulation/disk.hpp"
#include "tests/simulation/hosts.hpp"
#include "tests/simulation/rules/access_rules.hpp"
#include "tests/simulation/rules/answer_rules.hpp"
#include "tests/simulation/rules/apply_rules.hpp"
#include "tests/simulation/rules/decision_rules.hpp"
#include "tests/simulation/rules/host_rules.hpp"
#include "tests/simulation/rules/job_rules.hpp"
#include "tests/simulation/rules/order_rules.hpp"
#include "tests/simulation/rules/reference_rules.hpp"
#include "tests/simulation/rules/scope_rules.hpp"
#include "tests/simulation/rules/secret_rules.hpp"
#include "tests/simulation/rules/service_rules.hpp"
#include "tests/simulation/rules/stream_rules.hpp"
#include "tests/simulation/rules/user_rules.hpp"

namespace kigen::simulation {

/// Sees each record when it becomes durable, and the world at that moment; knows how far things are from the
/// log alone. Outlives the processes.
class Witness {
 public:
  Witness(SimDisk& disk, Hosts& hosts, std::function<bool(const std::string&)> ca_holds);

  /// There may be more durable records.
  void catch_up();
  const std::vector<EndedReport>& ended_reports() const { return jobs_.ended_reports(); }
  void process_ended();
  /// A person sends a command under this id; it decides on what they see.
  AnswerRules::Ticket asked(const std::string& command_id, const orchestrator::Command& command);
  void answered(AnswerRules::Ticket ticket, const Result<orchestrator::Receipt>& answer) {
    answers_.answered(ticket, answer, world_);
  }
  /// Somebody was shown what the records before `end` say.
  void shown(Position end) { answers_.shown(end, world_.end()); }
  /// A worker begins, with what the records before `known` say.
  void attempt_begins(const orchestrator::Job& job, Position known) {
    jobs_.attempt_begins(job, known, world_.end());
  }
  void clock_jumped(Instant from, Duration by) { jobs_.clock_jumped(from, by); }
  void ordering(const std::set<std::string>& names) { orders_.ordering(names); }
  void ca_issues(const std::string& order) { orders_.ca_issues(order); }
  /// A worker is about to do something on a host.
  void working_on(const std::string& host) { at_hosts_.working_on(host); }
  void inspect_hosts() const { at_hosts_.inspect(); }
  /// Nothing is wrong any more, and everything had its time.
  void at_rest(Instant now) const {
    decisions_.at_rest();
    applies_.at_rest();
    secrets_.at_rest(world_, now);
  }
  HostNow look(NodeId node) const;
  void logged_in(const std::string& host, const orchestrator::HostKey& shown) {
    accesses_.logged_in(host, shown);
  }

  /// What the log says by now.
  const orchestrator::World& world() const { return world_; }
  Findings& findings() { return findings_; }

 private:
  void saw(const events::Record& record);
  HostNow look(const std::string& address) const;

  SimDisk& disk_;
  Hosts& hosts_;
  orchestrator::World world_;
  Findings findings_;
  bool blind_ = false;  // since a record that cannot be folded
  StreamRules streams_{findings_};
  JobRules jobs_{findings_};
  OrderRules orders_;
  ApplyRules applies_;
  HostRules at_hosts_;
  ServiceRules services_;
  AccessRules accesses_{findings_};
  ReferenceRules references_{findings_};
  SecretRules secrets_;
  UserRules users_{findings_};
  ScopeRules scopes_{findings_};
  DecisionRules decisions_{findings_};
  AnswerRules answers_{findings_};
};

}  // namespace kigen::simulation
