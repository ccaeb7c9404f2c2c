#include <utility>

#include "orchestrator/kept/keeping.hpp"
#include "orchestrator/node/clean_up.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/find.hpp"
#include "orchestrator/service/settings.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// Within its group: who is in none of the others learns nothing of what they hold.
Result<> check_name_free(const World& world, const ServiceSettings& settings, ServiceId wanted_by) {
  const auto* holder = world.service_named(settings.group, settings.name);
  if (holder && holder->id != wanted_by)
    return fail(service_errc::name_taken, settings.name, "settings.name");
  return {};
}

/// Who loses sight of the service, and who finds it, is a fact of its own.
void add_handover(const World& world, const Service& service, UserGroupId to, Changes& changes) {
  const auto from = service.settings.group;
  if (from == to) return;
  const auto& name = Keeping<UserGroupSettings>::find(world, to).settings->name;
  changes.add(stream_of(service.id), service.version, ServiceHandedOver{from, to, name});
}

Result<> check_no_apply(const World& world, const Service& service) {
  for (const auto node : world.nodes_of(service.id))
    if (world.open_apply_of(node)) return fail(service_errc::apply_open, world.node(node)->settings.name);
  return {};
}

}  // namespace

Result<Changes> decide(const World& world, const CreateService& command) {
  TRY(const auto settings, accepted(world, command.settings));
  TRY_DO(check_name_free(world, settings, command.id));
  return std::move(Changes{}.add(command.stream(), 0, ServiceCreated{settings}));
}

Result<Changes> decide(const World& world, const EditService& command) {
  TRY(const auto* service, find_service(world, command.id));
  TRY(const auto settings, accepted(world, command.settings));
  TRY_DO(check_name_free(world, settings, command.id));
  if (settings == service->settings) return Changes{};
  if (differ_in_order(settings, service->settings)) TRY_DO(check_no_order(world, *service));
  auto changes = change(*service, ServiceEdited{settings});
  add_handover(world, *service, settings.group, changes);
  return changes;
}

Result<Changes> decide(const World& world, const EnableService& command) {
  TRY(const auto* service, find_service(world, command.id));
  if (service->enabled) return Changes{};
  return change(*service, ServiceEnabled{});
}

Result<Changes> decide(const World& world, const DisableService& command) {
  TRY(const auto* service, find_service(world, command.id));
  if (!service->enabled) return Changes{};
  return change(*service, ServiceDisabled{});
}

Result<Changes> decide(const World& world, const DeleteService& command) {
  TRY(const auto* service, find_service(world, command.id));
  TRY_DO(check_no_order(world, *service));
  TRY_DO(check_no_apply(world, *service));
  Changes changes;
  for (const auto id : world.nodes_of(service->id)) {
    const auto& node = *world.node(id);
    TRY_DO(check_nothing_left(node));
    changes.add(stream_of(id), node.version, NodeDeleted{});
  }
  changes.add(command.stream(), service->version, ServiceDeleted{});
  return changes;
}

}  // namespace kigen::orchestrator
