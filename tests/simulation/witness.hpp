#pragma once

#include "tests/simulation/disk.hpp"
#include "tests/simulation/hosts.hpp"
#include "tests/simulation/rules/access_rules.hpp"
#include "tests/simulation/rules/apply_rules.hpp"
#include "tests/simulation/rules/host_rules.hpp"
#include "tests/simulation/rules/job_rules.hpp"
#include "tests/simulation/rules/order_rules.hpp"
#include "tests/simulation/rules/service_rules.hpp"
#include "tests/simulation/rules/stream_rules.hpp"

namespace kigen::simulation {

/// Sees each record when it becomes durable, and the world at that moment; knows how far things are from the
/// log alone. Outlives the processes.
class Witness {
 public:
  Witness(SimDisk& disk, Hosts& hosts, std::function<bool(const std::string&)> ca_holds);

  /// There may be more durable records.
  void catch_up();
  const std::vector<EndedReport>& ended_reports() const { return jobs_.ended_reports(); }
  void process_ended() { jobs_.process_ended(); }
  void clock_jumped(Instant from, Duration by) { jobs_.clock_jumped(from, by); }
  void ordering(const std::set<std::string>& names) { orders_.ordering(names); }
  void ca_issues(const std::string& order) { orders_.ca_issues(order); }
  /// A worker is about to do something on a host.
  void working_on(const std::string& host) { at_hosts_.working_on(host); }
  void inspect_hosts() const { at_hosts_.inspect(); }
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
};

}  // namespace kigen::simulation
