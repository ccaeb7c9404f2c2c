#include "tests/simulation/rules/reference_rules.hpp"

#include <utility>

namespace kigen::simulation {
namespace {

using namespace events;

/// A site has no stream of its own: its name among the others here.
StreamId thing_of(SiteId site) { return {"site-" + to_text(site)}; }

std::set<StreamId> things_of(const ServiceSettings& settings) {
  if (!settings.ca_account) return {};
  return {stream_of(*settings.ca_account)};
}

std::set<StreamId> things_of(ServiceId service, const NodeSettings& settings) {
  return {stream_of(service), stream_of(settings.access), thing_of(settings.site)};
}

}  // namespace

void ReferenceRules::saw(const Sighting& seen) {
  follow<ReferenceRules, CompanyEvent>(*this, seen);
  follow<ReferenceRules, AccessEvent>(*this, seen);
  follow<ReferenceRules, CaAccountEvent>(*this, seen);
  follow<ReferenceRules, ServiceEvent>(*this, seen);
  follow<ReferenceRules, NodeEvent>(*this, seen);
  follow<ReferenceRules, OrderEvent>(*this, seen);
  follow<ReferenceRules, ApplyEvent>(*this, seen);
}

void ReferenceRules::goes(const Record& record, const StreamId& thing) {
  there_.erase(thing);
  refers_.erase(thing);
  for (const auto& [other, things] : refers_)
    if (things.contains(thing)) findings_.add("gone, and " + other.text + " refers to it", record);
}

void ReferenceRules::refers(const Record& record, std::set<StreamId> things) {
  for (const auto& thing : things)
    if (!there_.contains(thing)) findings_.add("refers to " + thing.text + ", which is not there", record);
  refers_[record.stream] = std::move(things);
}

void ReferenceRules::on(const Record&, const SiteCreated& event) { appears(thing_of(event.site)); }
void ReferenceRules::on(const Record& record, const SiteRemoved& event) {
  goes(record, thing_of(event.site));
}

void ReferenceRules::on(const Record& record, const ServiceCreated& event) {
  appears(record.stream);
  refers(record, things_of(event.settings));
}
void ReferenceRules::on(const Record& record, const ServiceEdited& event) {
  refers(record, things_of(event.settings));
}

void ReferenceRules::on(const Record& record, const NodeCreated& event) {
  appears(record.stream);
  services_[record.stream] = event.service;
  refers(record, things_of(event.service, event.settings));
}
void ReferenceRules::on(const Record& record, const NodeEdited& event) {
  refers(record, things_of(services_[record.stream], event.settings));
}

void ReferenceRules::on(const Record& record, const OrderRequested& event) {
  refers(record, {stream_of(event.service), stream_of(event.ca_account)});
}

void ReferenceRules::on(const Record& record, const ApplyRequested& event) {
  refers(record, {stream_of(event.service), stream_of(event.node)});
}

}  // namespace kigen::simulation
