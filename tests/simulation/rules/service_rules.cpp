#include "tests/simulation/rules/service_rules.hpp"

#include <algorithm>

namespace kigen::simulation {

using namespace events;

void ServiceRules::saw(const Sighting& seen) {
  follow<ServiceRules, ServiceEvent>(*this, seen);
  follow<ServiceRules, OrderEvent>(*this, seen);
  follow<ServiceRules, NodeEvent>(*this, seen);
  follow<ServiceRules, ApplyEvent>(*this, seen);
}

void ServiceRules::check_key(const Record& record, KeyRef key) {
  if (!keeps_(key)) findings_.add("a key that the vault does not hold", record);
}

void ServiceRules::on(const Record& record, const ServiceCreated& event) {
  services_[record.stream].most = event.settings.slots;
}
void ServiceRules::on(const Record& record, const ServiceEdited& event) {
  services_[record.stream].most = event.settings.slots;
}

void ServiceRules::on(const Record& record, const GenerationRegistered& event) {
  auto& slots = services_[record.stream];
  const auto& generation = event.generation;
  if (!slots.filled.try_emplace(generation.slot, Certificate{generation.serial, generation.not_after}).second)
    findings_.add("a slot is filled twice", record);
  const auto service = id_of<ServiceId>(record.stream);
  const auto own = std::ranges::count_if(
      slots.filled, [&](const auto& slot) { return !is_known_to_nodes(*service, slot.second.serial); });
  if (static_cast<std::size_t>(own) > slots.most)
    findings_.add("more certificates than the service has slots", record);
}

void ServiceRules::on(const Record& record, const KeyCreated& event) { check_key(record, event.key); }

void ServiceRules::on(const Record& record, const OrderKeyPrepared& event) {
  if (event.key) check_key(record, *event.key);
}

bool ServiceRules::is_in_use(ServiceId service, const std::string& serial) const {
  const auto has = [&](const auto& entry) {
    const auto& node = entry.second;
    return node.service == service && node.enabled && node.installed == serial;
  };
  const auto gets = [&](const auto& entry) {
    return entry.second.service == service && entry.second.serial == serial;
  };
  return std::ranges::any_of(nodes_, has) || std::ranges::any_of(applies_, gets);
}

bool ServiceRules::is_known_to_nodes(ServiceId service, const std::string& serial) const {
  const auto knows = [&](const auto& entry) {
    const auto& node = entry.second;
    return node.service == service &&
           (node.installed == serial || node.verified == serial || node.served.contains(serial));
  };
  return std::ranges::any_of(nodes_, knows) || is_in_use(service, serial);
}

void ServiceRules::on(const Record& record, const GenerationRemoved& event) {
  auto& filled = services_[record.stream].filled;
  const auto service = id_of<ServiceId>(record.stream);
  const bool expired = filled[event.slot].not_after <= record.meta.time;
  filled.erase(event.slot);
  if (!expired && is_in_use(*service, event.serial))
    findings_.add("dropped a generation that is in use, " + event.serial, record);
}

void ServiceRules::on(const Record& record, const NodeCreated& event) {
  nodes_[record.stream].service = event.service;
}
void ServiceRules::on(const Record& record, const NodeInstalled& event) {
  nodes_[record.stream].installed = event.serial;
}
void ServiceRules::on(const Record& record, const NodeChecked& event) {
  auto& node = nodes_[record.stream];
  node.served = {event.served_serial};
  for (const auto& seen : event.addresses) node.served.insert(seen.serial);
  if (event.verdict == Verdict::matches) node.verified = event.served_serial;
}
void ServiceRules::on(const Record& record, const NodeDeleted&) { nodes_.erase(record.stream); }

void ServiceRules::on(const Record& record, const ApplyRequested& event) {
  applies_[record.stream] = {event.service, event.serial};
}

}  // namespace kigen::simulation
