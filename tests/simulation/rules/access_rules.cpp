#include "tests/simulation/rules/access_rules.hpp"

namespace kigen::simulation {

using namespace events;

void AccessRules::logged_in(const std::string& host, const orchestrator::HostKey& shown) {
  const auto known = pinned_.find(host);
  if (known != pinned_.end() && known->second != shown.fingerprint)
    findings_.add("a password was given to a stranger at " + host);
}

void AccessRules::on(const Record& record, const AccessCreated& event) {
  hosts_[record.stream] = event.settings.connection.as<SshAccess>().host;
}

void AccessRules::on(const Record& record, const HostKeyPinned& event) {
  pinned_[hosts_[record.stream]] = event.fingerprint;
}

}  // namespace kigen::simulation
