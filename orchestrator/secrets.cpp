#include "orchestrator/secrets.hpp"

#include "events/codec/secrets_in_plain.hpp"

namespace kigen::orchestrator {
namespace {

class Collector {
 public:
  void add(const std::optional<SecretRef>& ref, const std::string& what, const std::string& whose) {
    if (ref) all_.push_back({*ref, what + " of " + whose});
  }
  void add(const events::Access& access) {
    const auto whose = "the access " + access.settings.name;
    access.settings.connection.visit([&](const auto& connection) { add(connection, whose); });
  }
  void add(const events::SshAccess& ssh, const std::string& whose) {
    add(ssh.login_password, "the login password", whose);
    add(ssh.ssh_private_key, "the SSH key", whose);
    add(ssh.execution_password, "the execution password", whose);
  }
  void add(const events::CaAccount& account) {
    const auto whose = "the CA account " + account.settings.name;
    account.settings.ca.visit([&](const auto& ca) { add(ca, whose); });
  }
  void add(const events::AcmeCa& acme, const std::string& whose) {
    add(acme.account_key, "the account key", whose);
    add(acme.external_key, "the external account key", whose);
  }
  void add(const events::User& user) { add(user.password, "the password hash", "the user " + user.mail); }
  void add(const events::Service& service) {
    const auto whose = "the service " + service.settings.name;
    for (const auto& slot : service.slots)
      add(slot.key, "the key of slot " + std::to_string(slot.number), whose);
    if (service.pending_key) add(service.pending_key->key, "the key for the next order", whose);
  }
  std::vector<NamedSecret> take() { return std::move(all_); }

 private:
  std::vector<NamedSecret> all_;
};

}  // namespace

std::vector<NamedSecret> secrets_of(const World& world) {
  Collector collector;
  for (const auto& [id, access] : world.accesses()) collector.add(access);
  for (const auto& [id, account] : world.ca_accounts()) collector.add(account);
  for (const auto& [id, user] : world.users()) collector.add(user);
  for (const auto& [id, service] : world.services()) collector.add(service);
  for (const auto& [id, order] : world.orders())
    collector.add(order.key, "the key", "the order " + to_text(id));
  return collector.take();
}

SecretSet referred_secrets(const World& world) {
  SecretSet found;
  auto note = [&](SecretRef secret) { found.insert(secret); };
  world.for_each_state([&]<class State>(const State& state) {
    if constexpr (!std::is_same_v<State, VaultBook>) events::for_each_secret(state, note);
  });
  return found;
}

}  // namespace kigen::orchestrator
