#include "tests/simulation/rules/host_rules.hpp"

#include <algorithm>

#include "events/job_words.hpp"

namespace kigen::simulation {

using namespace events;

void HostRules::saw(const Sighting& seen) {
  follow<HostRules, NodeEvent>(*this, seen);
  follow<HostRules, ApplyEvent>(*this, seen);
  follow<HostRules, JobEvent>(*this, seen);
}

void HostRules::on(const Record& record, const JobQueued& event) {
  if (event.kind == job_kind::node_clean_up) clean_ups_[record.stream] = {.host = nodes_.at(event.subject)};
}

void HostRules::set_cleaning(const Record& record, bool running) {
  if (const auto job = clean_ups_.find(record.stream); job != clean_ups_.end()) job->second.running = running;
}

void HostRules::on(const Record& record, const NodeCreated& event) {
  const auto& address = event.settings.check.address;
  nodes_[record.stream] = address;
  const auto [host, is_new] = hosts_.try_emplace(address);
  if (is_new) host->second.offered.insert(look_(address).serial);
}

void HostRules::on(const Record& record, const NodeInstalled& event) {
  if (hosts_.at(nodes_.at(record.stream)).installed != event.serial)
    findings_.add("said to be installed, and no apply brought it", record);
}

void HostRules::on(const Record& record, const ApplyRequested& event) {
  const auto& address = nodes_.at(stream_of(event.node));
  hosts_.at(address).offered.insert(event.serial);
  open_[record.stream] = {.host = address};
}

void HostRules::on(const Record& record, const ApplySucceeded& event) {
  auto& host = hosts_.at(open_.at(record.stream).host);
  host.installed = event.serial;
  host.abandoned = false;
  open_.erase(record.stream);
}

void HostRules::on(const Record& record, const ApplyCancelled&) {
  const auto& apply = open_.at(record.stream);
  if (apply.started) hosts_.at(apply.host).abandoned = true;
  open_.erase(record.stream);
}

void HostRules::working_on(const std::string& host) {
  const auto announced = [&](const auto& apply) {
    return apply.second.host == host && !apply.second.busy.empty();
  };
  const auto cleaned_up = [&](const auto& job) { return job.second.host == host && job.second.running; };
  if (std::ranges::none_of(open_, announced) && std::ranges::none_of(clean_ups_, cleaned_up))
    findings_.add("a host was touched without a step: " + host);
}

void HostRules::inspect() const {
  for (const auto& [address, host] : hosts_) inspect(address, host);
}

void HostRules::inspect(const std::string& address, const Host& host) const {
  const auto now = look_(address);
  if (!now.serial.empty() && !host.offered.contains(now.serial))
    findings_.add("a host serves what nobody wanted there: " + address + " " + now.serial);
  const auto at_work = [&](const auto& apply) {
    return apply.second.host == address && apply.second.started;
  };
  if (host.abandoned || std::ranges::any_of(open_, at_work)) return;
  if (now.serial.empty()) findings_.add("a host serves nothing, and nobody works on it: " + address);
  if (!host.installed.empty() && host.installed != now.on_disk)
    findings_.add("a host has other files than were installed: " + address + " " + now.on_disk + ", not " +
                  host.installed);
}

}  // namespace kigen::simulation
