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
  if (!slots.filled.insert(event.generation.slot).second) findings_.add("a slot is filled twice", record);
  if (slots.filled.size() > slots.most) findings_.add("more certificates than the service has slots", record);
}

void ServiceRules::on(const Record& record, const KeyCreated& event) { check_key(record, event.key); }

void ServiceRules::on(const Record& record, const OrderKeyPrepared& event) {
  if (event.key) check_key(record, *event.key);
}

bool ServiceRules::is_held(ServiceId service, const std::string& serial) const {
  const auto holds = [&](const auto& entry) {
    return entry.second.service == service && entry.second.serial == serial;
  };
  return std::ranges::any_of(nodes_, holds) || std::ranges::any_of(applies_, holds);
}

void ServiceRules::on(const Record& record, const GenerationRemoved& event) {
  services_[record.stream].filled.erase(event.slot);
  const auto service = id_of<ServiceId>(record.stream);
  if (service && is_held(*service, event.serial))
    findings_.add("dropped a generation that is in use, " + event.serial, record);
}

void ServiceRules::on(const Record& record, const NodeCreated& event) {
  nodes_[record.stream].service = event.service;
}
void ServiceRules::on(const Record& record, const NodeInstalled& event) {
  nodes_[record.stream].serial = event.serial;
}
void ServiceRules::on(const Record& record, const NodeDeleted&) { nodes_.erase(record.stream); }

void ServiceRules::on(const Record& record, const ApplyRequested& event) {
  applies_[record.stream] = {event.service, event.serial};
}

}  // namespace kigen::simulation
