#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// A generation that an enabled node has, or that is about to be installed, stays until it expires; a new one
/// leaves no more than the service has slots, beside those that nodes hold; a key that the log names is in
/// the vault.
class ServiceRules {
 public:
  ServiceRules(Findings& findings, std::function<bool(KeyRef)> keeps)
      : findings_(findings), keeps_(std::move(keeps)) {}
  void saw(const Sighting& seen);

  void on(const events::Record& record, const events::ServiceCreated& event);
  void on(const events::Record& record, const events::ServiceEdited& event);
  void on(const events::Record& record, const events::KeyCreated& event);
  void on(const events::Record& record, const events::GenerationRegistered& event);
  void on(const events::Record& record, const events::GenerationRemoved& event);
  void on(const events::Record& record, const events::OrderKeyPrepared& event);
  void on(const events::Record& record, const events::NodeCreated& event);
  void on(const events::Record& record, const events::NodeInstalled& event);
  void on(const events::Record& record, const events::NodeChecked& event);
  void on(const events::Record& record, const events::NodeEnabled&) { nodes_[record.stream].enabled = true; }
  void on(const events::Record& record, const events::NodeDisabled&) {
    nodes_[record.stream].enabled = false;
  }
  void on(const events::Record& record, const events::NodeDeleted&);
  void on(const events::Record& record, const events::ApplyRequested& event);
  void on(const events::Record& record, const events::ApplySucceeded&) { applies_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyFailed&) { applies_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyRolledBack&) { applies_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyCancelled&) { applies_.erase(record.stream); }

 private:
  struct Node {
    ServiceId service = {};
    std::string installed = {};
    std::string verified = {};
    std::set<std::string> served = {};
    bool enabled = true;
  };
  struct Getting {
    ServiceId service = {};
    std::string serial = {};
  };
  struct Certificate {
    std::string serial = {};
    Instant not_after = {};
  };
  struct Slots {
    std::size_t most = 0;
    std::map<std::uint8_t, Certificate> filled = {};
  };
  /// Whether it must stay.
  bool is_in_use(ServiceId service, const std::string& serial) const;
  /// Whether it may stay beside the slots.
  bool is_known_to_nodes(ServiceId service, const std::string& serial) const;
  void check_key(const events::Record& record, KeyRef key);

  Findings& findings_;
  std::function<bool(KeyRef)> keeps_;
  std::map<StreamId, Slots> services_;
  std::map<StreamId, Node> nodes_;
  std::map<StreamId, Getting> applies_;
};

}  // namespace kigen::simulation
