#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// A generation that a node has, or is about to get, stays; a new one makes no more than the service has
/// slots; a key that the log names is in the vault.
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
  struct Slots {
    std::size_t most = 0;
    std::set<std::uint8_t> filled = {};
  };
  bool is_held(ServiceId service, const std::string& serial) const;
  void check_key(const events::Record& record, KeyRef key);

  Findings& findings_;
  std::function<bool(KeyRef)> keeps_;
  std::map<StreamId, Slots> services_;
  std::map<StreamId, Held> nodes_;
  std::map<StreamId, Held> applies_;
};

}  // namespace kigen::simulation
