#pragma once

#include "tests/simulation/disk.hpp"
#include "tests/simulation/hosts.hpp"
#include "tests/simulation/rules/access_rules.hpp"
#include "tests/simulation/rules/apply_rules.hpp"
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
  void ca_made(const std::set<std::string>& names, const std::string& url) { orders_.ca_made(names, url); }
  void logged_in(const std::string& host, const orchestrator::HostKey& shown) {
    accesses_.logged_in(host, shown);
  }

  /// What the log says by now.
  const orchestrator::World& world() const { return world_; }
  Findings& findings() { return findings_; }

 private:
  void saw(const events::Record& record);
  HostNow look(NodeId node) const;

  SimDisk& disk_;
  Hosts& hosts_;
  orchestrator::World world_;
  Findings findings_;
  bool blind_ = false;  // since a record that cannot be folded
  StreamRules streams_{findings_};
  JobRules jobs_{findings_};
  OrderRules orders_;
  ApplyRules applies_;
  ServiceRules services_;
  AccessRules accesses_{findings_};
};

/// The serial that a host serves now; empty = nothing.
std::string served_at(const Hosts& hosts, const std::string& address);

}  // namespace kigen::simulation
