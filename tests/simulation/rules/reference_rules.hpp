#pragma once

#include <map>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// What something refers to is there as long as it refers to it: the service, access and site of a node, the
/// CA account of a service, service and CA account of an open order, service and node of an open apply.
class ReferenceRules {
 public:
  explicit ReferenceRules(Findings& findings) : findings_(findings) {}
  void saw(const Sighting& seen);

  void on(const events::Record& record, const events::SiteCreated& event);
  void on(const events::Record& record, const events::SiteRemoved& event);
  void on(const events::Record& record, const events::AccessCreated&) { appears(record.stream); }
  void on(const events::Record& record, const events::AccessDeleted&) { goes(record, record.stream); }
  void on(const events::Record& record, const events::CaAccountCreated&) { appears(record.stream); }
  void on(const events::Record& record, const events::CaAccountDeleted&) { goes(record, record.stream); }
  void on(const events::Record& record, const events::ServiceCreated& event);
  void on(const events::Record& record, const events::ServiceEdited& event);
  void on(const events::Record& record, const events::ServiceDeleted&) { goes(record, record.stream); }
  void on(const events::Record& record, const events::NodeCreated& event);
  void on(const events::Record& record, const events::NodeEdited& event);
  void on(const events::Record& record, const events::NodeDeleted&) { goes(record, record.stream); }
  void on(const events::Record& record, const events::OrderRequested& event);
  void on(const events::Record& record, const events::OrderRegistered&) { refers_.erase(record.stream); }
  void on(const events::Record& record, const events::OrderFailed&) { refers_.erase(record.stream); }
  void on(const events::Record& record, const events::OrderCancelled&) { refers_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyRequested& event);
  void on(const events::Record& record, const events::ApplySucceeded&) { refers_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyFailed&) { refers_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyRolledBack&) { refers_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyCancelled&) { refers_.erase(record.stream); }

 private:
  void appears(const StreamId& thing) { there_.insert(thing); }
  void goes(const events::Record& record, const StreamId& thing);
  /// From now on the record's stream refers to these, and to nothing else.
  void refers(const events::Record& record, std::set<StreamId> things);

  Findings& findings_;
  std::set<StreamId> there_;
  std::map<StreamId, std::set<StreamId>> refers_;
  std::map<StreamId, ServiceId> services_;  // of nodes
};

}  // namespace kigen::simulation
