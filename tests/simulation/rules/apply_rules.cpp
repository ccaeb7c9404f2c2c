#include "tests/simulation/rules/apply_rules.hpp"

#include <algorithm>
#include <array>

namespace kigen::simulation {
namespace {

using namespace events;

/// Steps that may fail without any harm.
constexpr std::array<std::string_view, 2> tidying{"remove_old", "disconnect"};
/// Steps of which something stays on the host.
constexpr std::array<std::string_view, 4> lasting{"make_folder", "transfer", "back_up", "replace"};

bool is_in(const auto& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void ApplyRules::on(const Record& record, const ApplyRequested& event) {
  const auto same = [&](const auto& other) { return other.second.node == event.node; };
  if (std::ranges::any_of(open_, same)) findings_.add("a node with two open applies", record);
  open_[record.stream] = {.node = event.node, .serial = event.serial};
}

void ApplyRules::on(const Record& record, const ApplyStarted&) {
  auto& apply = open_[record.stream];
  apply.started = true;
  if (apply.stuck) findings_.add("a stuck apply goes on by itself", record);
}

/// The undos are tried from the last step on again.
void ApplyRules::on(const Record& record, const RollbackRetried&) {
  auto& apply = open_[record.stream];
  apply.stuck = false;
  apply.undone.clear();
}

void ApplyRules::on(const Record& record, const StepStarted& event) {
  auto& apply = open_[record.stream];
  if (!apply.before) apply.before = look_(apply.node);
  apply.names[event.index] = event.name;
  apply.steps[event.index] = Step::started;
}

void ApplyRules::on(const Record& record, const StepSucceeded& event) {
  open_[record.stream].steps[event.index] = Step::succeeded;
}

/// An undo that failed may come again later; the first try of each goes backwards over the steps.
void ApplyRules::on(const Record& record, const StepUndoStarted& event) {
  auto& apply = open_[record.stream];
  if (!apply.steps.contains(event.index)) findings_.add("undone without having started", record);
  if (apply.undone.insert(event.index).second && *apply.undone.begin() < event.index)
    findings_.add("undone in the wrong order", record);
}

void ApplyRules::on(const Record& record, const StepUndone& event) {
  auto& apply = open_[record.stream];
  apply.steps[event.index] = Step::undone;
  if (event.name == "replace") check_restored(record, apply);
}

/// Nothing else changes a host meanwhile, so that it is as it was. What it had on its disk it may serve only
/// now: the restart after an apply that nobody watched can have done nothing.
void ApplyRules::check_restored(const Record& record, const Open& apply) {
  if (!apply.before) return;
  const auto now = look_(apply.node);
  if (now.files != apply.before->files) findings_.add("put back other files than before", record);
  if (now.serial != apply.before->serial && now.serial != apply.before->on_disk)
    findings_.add("serves '" + now.serial + "' again, before it was '" + apply.before->serial + "'", record);
}

void ApplyRules::on(const Record& record, const ApplySucceeded& event) {
  const auto& apply = open_[record.stream];
  for (const auto& [index, step] : apply.steps)
    if (step != Step::succeeded && !is_in(tidying, apply.names.at(index)))
      findings_.add("succeeded without its step " + apply.names.at(index), record);
  if (watches_(apply.node)) {
    if (event.served_serial != event.serial) findings_.add("succeeded without being served", record);
    if (look_(apply.node).serial != apply.serial)
      findings_.add("succeeded, and the node does not serve " + apply.serial, record);
  }
  open_.erase(record.stream);
}

void ApplyRules::on(const Record& record, const ApplyRolledBack&) {
  const auto& apply = open_[record.stream];
  for (const auto& [index, step] : apply.steps)
    if (step != Step::undone && is_in(lasting, apply.names.at(index)))
      findings_.add("rolled back without undoing " + apply.names.at(index), record);
  check_restored(record, apply);
  open_.erase(record.stream);
}

void ApplyRules::on(const Record& record, const ApplyCancelled&) {
  const auto& apply = open_[record.stream];
  if (apply.started && !apply.stuck) findings_.add("cancelled in the middle of its work", record);
  open_.erase(record.stream);
}

}  // namespace kigen::simulation
