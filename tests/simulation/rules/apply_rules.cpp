#include "tests/simulation/rules/apply_rules.hpp"

#include <algorithm>
#include <array>

namespace kigen::simulation {
namespace {

using namespace events;

/// Steps that may fail without any harm.
constexpr std::array<std::string_view, 2> tidying{"remove_old", "disconnect"};
/// Steps of which something stays on the host that the server does not read.
constexpr std::array<std::string_view, 3> lasting{"make_folder", "transfer", "back_up"};

bool is_in(const auto& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void ApplyRules::saw(const Sighting& seen) {
  follow<ApplyRules, ApplyEvent>(*this, seen);
  follow<ApplyRules, NodeEvent>(*this, seen);
}

void ApplyRules::at_rest() const {
  for (const auto& stream : owed_)
    findings_.add("left something on a host, and nobody knows: " + stream.text);
}

void ApplyRules::on(const Record&, const NodeLeftoversNoted& event) { owed_.erase(stream_of(event.apply)); }

void ApplyRules::on(const Record& record, const ApplyRequested& event) {
  const auto same = [&](const auto& other) { return other.second.node == event.node; };
  if (std::ranges::any_of(open_, same)) findings_.add("a node with two open applies", record);
  open_[record.stream] = {.node = event.node, .serial = event.serial};
}

/// A run tries the undos from the last step on that is not undone.
void ApplyRules::on(const Record& record, const ApplyStarted&) {
  auto& apply = open_[record.stream];
  apply.started = true;
  apply.undone.clear();
  if (apply.stuck) findings_.add("a stuck apply goes on by itself", record);
}

void ApplyRules::on(const Record& record, const RollbackRetried&) {
  auto& apply = open_[record.stream];
  apply.stuck = false;
}

void ApplyRules::on(const Record& record, const StepStarted& event) {
  auto& apply = open_[record.stream];
  if (!apply.before) apply.before = look_(apply.node);
  apply.names[event.index] = event.name;
  const auto [step, is_first] = apply.steps.insert_or_assign(event.index, Step::started);
  if (!is_first) apply.touched.insert(event.index);
}

void ApplyRules::on(const Record& record, const StepFailed& event) {
  if (event.touched.value_or(true)) open_[record.stream].touched.insert(event.index);
}

void ApplyRules::on(const Record& record, const StepSucceeded& event) {
  auto& apply = open_[record.stream];
  apply.steps[event.index] = Step::succeeded;
  apply.touched.insert(event.index);
}

/// An undo that failed may come again in the same run; the first try of each goes backwards over the steps.
void ApplyRules::on(const Record& record, const StepUndoStarted& event) {
  auto& apply = open_[record.stream];
  if (!apply.steps.contains(event.index)) findings_.add("undone without having started", record);
  if (apply.undone.insert(event.index).second && *apply.undone.begin() < event.index)
    findings_.add("undone in the wrong order", record);
}

void ApplyRules::on(const Record& record, const StepUndone& event) {
  auto& apply = open_[record.stream];
  apply.steps[event.index] = Step::undone;
  if (event.name == "replace") check_files(record, apply);
}

/// Nothing else changes a host meanwhile, so that it is as it was.
void ApplyRules::check_files(const Record& record, const Open& apply) {
  if (apply.before && look_(apply.node).files != apply.before->files)
    findings_.add("put back other files than before", record);
}

/// What it serves is proved when all is undone: a server may not hear of the restart that an undo asks for.
/// What it had on its disk it may serve only now: the restart after an apply that nobody watched can have
/// done nothing.
void ApplyRules::check_restored(const Record& record, const Open& apply) {
  check_files(record, apply);
  if (!apply.before) return;
  const auto now = look_(apply.node);
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

void ApplyRules::expect_leftovers(const Record& record, const Open& apply) {
  for (const auto& [index, step] : apply.steps)
    if (step != Step::undone && apply.touched.contains(index) && is_in(lasting, apply.names.at(index)))
      owed_.insert(record.stream);
}

void ApplyRules::on(const Record& record, const ApplyFailed&) {
  const auto& apply = open_[record.stream];
  if (apply.before && look_(apply.node).files != apply.before->files)
    findings_.add("failed, and the host has other files than before", record);
  expect_leftovers(record, apply);
  open_.erase(record.stream);
}

void ApplyRules::on(const Record& record, const ApplyRolledBack&) {
  const auto& apply = open_[record.stream];
  for (const auto& [index, step] : apply.steps)
    if (step != Step::undone && apply.touched.contains(index) && apply.names.at(index) == "replace")
      findings_.add("rolled back without undoing replace", record);
  check_restored(record, apply);
  expect_leftovers(record, apply);
  open_.erase(record.stream);
}

void ApplyRules::on(const Record& record, const ApplyCancelled&) {
  const auto& apply = open_[record.stream];
  for (const auto& [index, name] : apply.names)
    if (!apply.stuck && name == "replace" && apply.touched.contains(index))
      findings_.add("cancelled in the middle of its work", record);
  expect_leftovers(record, apply);
  open_.erase(record.stream);
}

}  // namespace kigen::simulation
