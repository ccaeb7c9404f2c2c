#include "events/state/node.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

void created(Node& node, const NodeCreated& event) {
  node.service = event.service;
  node.settings = event.settings;
}

void checked(Node& node, const NodeChecked& event, Instant at) {
  node.last_check = event;
  node.checked_at = at;
  node.check_awaited = false;
  if (event.verdict == Verdict::matches) node.verified_serial = event.served_serial;
}

}  // namespace

std::string served_serial(const Node& node) { return node.last_check ? node.last_check->served_serial : ""; }

Node evolve(Node node, const NodeEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const NodeCreated& e) { created(node, e); },
                 [&](const NodeEdited& e) { node.settings = e.settings; },
                 [&](const NodeEnabled&) { node.enabled = true; },
                 [&](const NodeDisabled&) { node.enabled = false; },
                 [&](const NodeDeleted&) { node.deleted = true; },
                 [&](const NodeCheckRequested& e) { node.check_awaited |= !e.by_schedule; },
                 [&](const NodeInstalled& e) { node.installed_serial = e.serial; },
                 [&](const NodeChecked& e) { checked(node, e, stamp.time); },
             },
             event);
  node.version = stamp.version;
  return node;
}

}  // namespace kigen::events
