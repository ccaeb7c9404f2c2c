#pragma once

#include <functional>
#include <map>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// A generation that a node has, or is about to get, stays; a key that the log names is in the vault.
class ServiceRules {
 public:
  ServiceRules(Findings& findings, std::function<bool(KeyRef)> keeps)
      : findings_(findings), keeps_(std::move(keeps)) {}
  void saw(const Sighting& seen);

  void on(const events::Record& record, const events::KeyCreated& event);
  void on(const events::Record& record, const events::GenerationRemoved& event);
  void on(const events::Record& record, const events::OrderKeyPrepared& event);
  void on(const events::Record& record, const events::NodeCreated& event);
  void on(const events::Record& record, const events::NodeInstalled& event);
  void on(const events::Record& record, const events::NodeDeleted&);
  void on(const events::Record& record, const events::ApplyRequested& event);
  void on(const events::Record& record, const events::ApplySucceeded&) { applies_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyRolledBack&) { applies_.erase(record.stream); }
  void on(const events::Record& record, const events::ApplyCancelled&) { applies_.erase(record.stream); }

 private:
  struct Held {
    ServiceId service = {};
    std::string serial = {};
  };
  bool is_held(ServiceId service, const std::string& serial) const;
  void check_key(const events::Record& record, KeyRef key);

  Findings& findings_;
  std::function<bool(KeyRef)> keeps_;
  std::map<StreamId, Held> nodes_;
  std::map<StreamId, Held> applies_;
};

}  // namespace kigen::simulation
