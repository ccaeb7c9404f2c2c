#include "events/state/node.hpp"

#include <algorithm>

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

/// What was there before is of no more use once something was installed and proved.
void installed(Node& node, const NodeInstalled& event) {
  node.installed_serial = event.serial;
  node.left_out_serial.clear();
  for (auto& leftover : node.leftovers) leftover.keep_backup = leftover.settled = false;
}

void leftovers_noted(Node& node, const NodeLeftoversNoted& event, Instant at) {
  node.leftovers.push_back({.apply = event.apply,
                            .serial = event.serial,
                            .steps = event.steps,
                            .keep_backup = event.keep_backup,
                            .settings = event.settings,
                            .since = at});
}

void leftovers_removed(Node& node, const NodeLeftoversRemoved& event) {
  const auto found = std::ranges::find(node.leftovers, event.apply, &Leftover::apply);
  if (found == node.leftovers.end()) return;
  found->steps = event.kept;
  found->settled = true;
  if (found->steps.empty()) node.leftovers.erase(found);
}

void leftovers_dropped(Node& node) { node.leftovers.clear(); }

}  // namespace

bool has_leftovers(const Node& node) {
  return std::ranges::any_of(node.leftovers, [](const Leftover& leftover) { return !leftover.settled; });
}

std::vector<std::string> held_serials(const Node& node) {
  std::vector<std::string> held;
  const auto add = [&held](const std::string& serial) {
    if (!serial.empty() && std::ranges::count(held, serial) == 0) held.push_back(serial);
  };
  add(node.installed_serial);
  add(node.verified_serial);
  add(served_serial(node));
  if (node.last_check)
    for (const auto& seen : node.last_check->addresses) add(seen.serial);
  return held;
}

std::string served_serial(const Node& node) { return node.last_check ? node.last_check->served_serial : ""; }

Node evolve(Node node, const NodeEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const NodeCreated& e) { created(node, e); },
                 [&](const NodeEdited& e) { node.settings = e.settings; },
                 [&](const NodeEnabled&) { node.enabled = true; },
                 [&](const NodeDisabled&) { node.enabled = false; },
                 [&](const NodeDeleted&) { node.deleted = true; },
                 [&](const NodeCheckRequested& e) { node.check_awaited |= !e.by_schedule; },
                 [&](const NodeInstalled& e) { installed(node, e); },
                 [&](const NodeLeftOut& e) { node.left_out_serial = e.serial; },
                 [&](const NodeLeftoversNoted& e) { leftovers_noted(node, e, stamp.time); },
                 [&](const NodeLeftoversRemoved& e) { leftovers_removed(node, e); },
                 [&](const NodeLeftoversDropped&) { leftovers_dropped(node); },
                 [&](const NodeChecked& e) { checked(node, e, stamp.time); },
             },
             event);
  node.version = stamp.version;
  return node;
}

}  // namespace kigen::events
