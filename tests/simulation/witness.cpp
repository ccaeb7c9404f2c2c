#include "tests/simulation/witness.hpp"

#include <unordered_map>

#include "orchestrator/pki/import.hpp"
#include "tests/support/run.hpp"

namespace kigen::simulation {

using namespace orchestrator;

namespace {

/// Remembered: the same few are looked at again and again.
std::string serial_of(const std::string& leaf_pem) {
  constexpr std::size_t enough = 1'000;
  thread_local std::unordered_map<std::string, std::string> known;
  if (known.size() > enough) known.clear();
  const auto [found, is_new] = known.try_emplace(leaf_pem);
  if (is_new) {
    const auto read = pki::read_chain(leaf_pem);
    found->second = read ? read->serial : "unreadable";
  }
  return found->second;
}

}  // namespace

Witness::Witness(SimDisk& disk, Hosts& hosts, std::function<bool(const std::string&)> ca_holds)
    : disk_(disk),
      hosts_(hosts),
      orders_(findings_, std::move(ca_holds)),
      applies_(
          findings_, [this](NodeId node) { return look(node); },
          [this](NodeId node) {
            const auto* known = world_.node(node);
            return known != nullptr && known->settings.check.method != events::CheckMethod::none;
          }),
      at_hosts_(findings_, [this](const std::string& address) { return look(address); }),
      services_(findings_, [this](KeyRef key) { return tests::run(disk_.secrets.get(key)).has_value(); }),
      secrets_(findings_, disk.secrets) {
  disk_.on_synced = [this] { catch_up(); };
}

void Witness::catch_up() {
  constexpr std::size_t some = 512;
  while (!blind_ && world_.end() < disk_.synced.end())
    for (const auto& record : tests::run(disk_.synced.read(world_.end(), some)).value()) saw(record);
}

void Witness::saw(const events::Record& record) {
  if (blind_) return;
  decisions_.sees(record, world_);
  const auto event = world_.fold(record);
  if (!event) {
    findings_.add("the log cannot be folded: " + describe(event.error()));
    blind_ = true;
    return;
  }
  const Sighting seen{record, *event};
  streams_.saw(seen);
  jobs_.saw(seen);
  orders_.saw(seen);
  applies_.saw(seen);
  at_hosts_.saw(seen);
  services_.saw(seen);
  accesses_.saw(seen);
  references_.saw(seen);
  secrets_.saw(seen, world_);
  users_.saw(seen);
  scopes_.saw(seen);
  decisions_.saw(seen, world_);
  answers_.saw(world_);
}

void Witness::process_ended() {
  jobs_.process_ended();
  answers_.process_ended();
}

AnswerRules::Ticket Witness::asked(const std::string& command_id, const Command& command) {
  decisions_.asked(command_id, command);
  return answers_.asked(command, world_);
}

HostNow Witness::look(NodeId id) const {
  const auto* node = world_.node(id);
  return node == nullptr ? HostNow{} : look(node->settings.check.address);
}

HostNow Witness::look(const std::string& address) const {
  auto& host = *hosts_.at(address);
  const auto& site = host.apache().configuration().front();
  HostNow now;
  if (const auto served = host.served(site.listen, site.server_name))
    now.serial = serial_of(served->leaf_pem);
  if (host.files().find(site.certificate_file) != nullptr) {
    now.files = host.files().read({}, site.certificate_file);
    now.on_disk = serial_of(now.files);
  }
  if (host.files().find(site.key_file) != nullptr) now.files += host.files().read({}, site.key_file);
  return now;
}

}  // namespace kigen::simulation
