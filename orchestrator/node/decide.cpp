#include <algorithm>
#include <utility>

#include "orchestrator/node/clean_up.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/node/errors.hpp"
#include "orchestrator/node/settings.hpp"
#include "orchestrator/service/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

Result<const Node*> find(const World& world, NodeId id) {
  const auto* node = world.node(id);
  if (!node) return fail(node_errc::unknown_node, to_text(id));
  return node;
}

template <Event E>
Changes change(const Node& node, const E& event) {
  return std::move(Changes{}.add(stream_of(node.id), node.version, event));
}

Result<> check_name_free(const World& world, ServiceId service, const std::string& name, NodeId wanted_by) {
  for (const auto id : world.nodes_of(service))
    if (id != wanted_by && world.node(id)->settings.name == name)
      return fail(node_errc::name_taken, name, "settings.name");
  return {};
}

Result<> check_no_apply(const World& world, const Node& node) {
  if (world.open_apply_of(node.id)) return fail(node_errc::apply_open, node.settings.name);
  return {};
}

const Leftover* find_leftover(const Node& node, ApplyId apply) {
  const auto found = std::ranges::find(node.leftovers, apply, &Leftover::apply);
  return found == node.leftovers.end() ? nullptr : &*found;
}

}  // namespace

Result<> check_nothing_left(const Node& node) {
  if (has_leftovers(node)) return fail(node_errc::leftovers, node.settings.name);
  return {};
}

Result<Changes> decide(const World& world, const CreateNode& command) {
  if (!world.service(command.service))
    return fail(service_errc::unknown_service, to_text(command.service), "service");
  TRY_DO(check(world, command.settings));
  TRY_DO(check_name_free(world, command.service, command.settings.name, command.id));
  return std::move(Changes{}.add(command.stream(), 0, NodeCreated{command.service, command.settings}));
}

/// While an apply is open its way back leads through the settings it began with.
Result<Changes> decide(const World& world, const EditNode& command) {
  TRY(const auto* node, find(world, command.id));
  TRY_DO(check(world, command.settings));
  TRY_DO(check_name_free(world, node->service, command.settings.name, command.id));
  if (command.settings == node->settings) return Changes{};
  TRY_DO(check_no_apply(world, *node));
  return change(*node, NodeEdited{command.settings});
}

Result<Changes> decide(const World& world, const EnableNode& command) {
  TRY(const auto* node, find(world, command.id));
  if (node->enabled) return Changes{};
  return change(*node, NodeEnabled{});
}

Result<Changes> decide(const World& world, const DisableNode& command) {
  TRY(const auto* node, find(world, command.id));
  if (!node->enabled) return Changes{};
  return change(*node, NodeDisabled{});
}

Result<Changes> decide(const World& world, const DeleteNode& command) {
  TRY(const auto* node, find(world, command.id));
  TRY_DO(check_no_apply(world, *node));
  TRY_DO(check_nothing_left(*node));
  return change(*node, NodeDeleted{});
}

Result<Changes> decide(const World& world, const RequestNodeCheck& command) {
  TRY(const auto* node, find(world, command.id));
  if (!node->enabled) return fail(node_errc::node_disabled, node->settings.name);
  if (node->settings.check.method == CheckMethod::none) return fail(node_errc::no_check, node->settings.name);
  return change(*node, NodeCheckRequested{});
}

/// A periodic check that sees what the last one saw is no news: that it ran shows in its job. What a person
/// asked for, and what an apply saw, is always recorded.
Result<Changes> decide(const World& world, const ReportNodeChecked& command) {
  TRY(const auto* node, find(world, command.id));
  const bool awaited = node->check_awaited || world.open_apply_of(node->id);
  if (!awaited && node->last_check == command.checked) return Changes{};
  return change(*node, command.checked);
}

Result<Changes> decide(const World& world, const ReportNodeInstalled& command) {
  TRY(const auto* node, find(world, command.id));
  if (node->installed_serial == command.installed.serial && node->leftovers.empty()) return Changes{};
  return change(*node, command.installed);
}

Result<Changes> decide(const World& world, const LeaveNodeOut& command) {
  TRY(const auto* node, find(world, command.id));
  if (node->left_out_serial == command.left_out.serial) return Changes{};
  return change(*node, command.left_out);
}

Result<Changes> decide(const World& world, const NoteLeftovers& command) {
  TRY(const auto* node, find(world, command.id));
  if (find_leftover(*node, command.noted.apply)) return Changes{};
  return change(*node, command.noted);
}

Result<Changes> decide(const World& world, const ReportLeftoversRemoved& command) {
  TRY(const auto* node, find(world, command.id));
  const auto* leftover = find_leftover(*node, command.removed.apply);
  if (!leftover || leftover->settled) return Changes{};
  return change(*node, command.removed);
}

Result<Changes> decide(const World& world, const DropLeftovers& command) {
  TRY(const auto* node, find(world, command.id));
  if (node->leftovers.empty()) return Changes{};
  return change(*node, NodeLeftoversDropped{command.reason});
}

}  // namespace kigen::orchestrator
