#include "tests/simulation/rules/scope_rules.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::simulation {

using namespace events;

/// Before and after the record: what it makes and what it moves is looked at on both sides.
void ScopeRules::saw(const Sighting& seen) {
  check(seen.record);
  follow<ScopeRules, UserEvent>(*this, seen);
  follow<ScopeRules, ServiceEvent>(*this, seen);
  follow<ScopeRules, NodeEvent>(*this, seen);
  follow<ScopeRules, OrderEvent>(*this, seen);
  follow<ScopeRules, ApplyEvent>(*this, seen);
  follow<ScopeRules, JobEvent>(*this, seen);
  check(seen.record);
}

const ScopeRules::Groups* ScopeRules::groups_of(const Actor& actor) const {
  if (actor.kind != ActorKind::user) return nullptr;
  const auto known = groups_.find(actor.id);
  return known == groups_.end() ? nullptr : &known->second;
}

void ScopeRules::check(const Record& record) const {
  const auto* groups = groups_of(record.meta.actor);
  const auto service = services_.find(record.stream);
  if (groups == nullptr || service == services_.end()) return;
  const auto group = group_of_service_.find(service->second);
  if (group != group_of_service_.end() && !groups->contains(group->second))
    findings_.add("changed what is of a group that they are not in, as " + record.meta.actor.id, record);
}

void ScopeRules::on(const Record& record, const UserCreated& event) {
  mails_[record.stream] = event.mail;
  groups_[event.mail] = {first_group};
}
void ScopeRules::on(const Record& record, const UserGroupsChanged& event) {
  groups_[mails_[record.stream]] = {event.groups.begin(), event.groups.end()};
}
void ScopeRules::on(const Record& record, const UserDeleted&) { groups_[mails_[record.stream]].clear(); }

void ScopeRules::on(const Record& record, const ServiceCreated& event) {
  const auto id = id_of<ServiceId>(record.stream);
  if (!id) return;
  services_[record.stream] = *id;
  group_of_service_[*id] = event.settings.group;
}
void ScopeRules::on(const Record& record, const ServiceEdited& event) {
  group_of_service_[services_[record.stream]] = event.settings.group;
}
void ScopeRules::on(const Record& record, const NodeCreated& event) {
  services_[record.stream] = event.service;
}
void ScopeRules::on(const Record& record, const OrderRequested& event) {
  services_[record.stream] = event.service;
}
void ScopeRules::on(const Record& record, const ApplyRequested& event) {
  services_[record.stream] = event.service;
}
void ScopeRules::on(const Record& record, const JobQueued& event) {
  if (event.service) services_[record.stream] = *event.service;
}

}  // namespace kigen::simulation
