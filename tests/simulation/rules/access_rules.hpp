#pragma once

#include <map>
#include <string>

#include "orchestrator/ports/ssh.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// A password is given to no host that shows another identity than the one that people, or the first contact,
/// confirmed. Who deletes an access forgets the identity.
class AccessRules {
 public:
  explicit AccessRules(Findings& findings) : findings_(findings) {}
  void saw(const Sighting& seen) { follow<AccessRules, events::AccessEvent>(*this, seen); }
  void logged_in(const std::string& host, const orchestrator::HostKey& shown);

  void on(const events::Record& record, const events::AccessCreated& event);
  void on(const events::Record& record, const events::HostKeyPinned& event);
  void on(const events::Record& record, const events::AccessDeleted&) {
    pinned_.erase(hosts_[record.stream]);
  }

 private:
  Findings& findings_;
  std::map<StreamId, std::string> hosts_;
  std::map<std::string, std::string> pinned_;  // fingerprint by host
};

}  // namespace kigen::simulation
