#include <algorithm>
#include <utility>

#include "orchestrator/apply/commands.hpp"
#include "orchestrator/apply/errors.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/service/slots.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// Nodes go with their service, so it is there as long as they are.
const Service& service_of(const World& world, const Node& node) {
  const auto* service = world.service(node.service);
  ensure(service != nullptr, "a node without its service");
  return *service;
}

Result<> check_may_apply(const World& world, const Node& node, const Service& service) {
  const auto& name = node.settings.name;
  if (!node.enabled) return fail(apply_errc::node_disabled, name);
  if (!service.enabled) return fail(apply_errc::service_disabled, service.settings.name);
  if (const auto* open = world.open_apply_of(node.id))
    return fail(apply_errc::apply_open, name + ": apply " + to_text(open->id));
  return {};
}

Result<const Slot*> slot_to_install(const Service& service, std::optional<std::uint8_t> wanted) {
  const auto* slot = wanted ? find_slot(service, *wanted) : current_slot(service);
  if (!slot) return fail(apply_errc::no_generation, service.settings.name, "slot");
  if (!slot->key) return fail(apply_errc::no_key, service.settings.name + ": " + slot->serial, "slot");
  return slot;
}

Result<> check_valid_then(const Slot& slot, const std::optional<Instant>& scheduled_for) {
  if (!slot.not_yet_valid || (scheduled_for && *scheduled_for >= slot.not_before)) return {};
  return fail(apply_errc::not_yet_valid, slot.serial + " from " + to_text(slot.not_before), "scheduledFor");
}

Result<const Apply*> find(const World& world, ApplyId id) {
  const auto* apply = world.apply(id);
  if (!apply) return fail(apply_errc::unknown_apply, to_text(id));
  return apply;
}

template <Event E>
Changes change(const Apply& apply, const E& event) {
  return std::move(Changes{}.add(stream_of(apply.id), apply.version, event));
}

}  // namespace

bool may_be_left(const World& world, const Apply& apply) {
  if (apply.stage == ApplyStage::requested) return true;
  if (apply.stage != ApplyStage::running || was_live(apply)) return false;
  return std::ranges::none_of(world.jobs_about(stream_of(apply.id)),
                              [](const Job* job) { return job->stage == JobStage::running; });
}

Result<Changes> decide(const World& world, const RequestApply& command) {
  if (world.apply(command.id)) return Changes{};
  const auto* node = world.node(command.node);
  if (!node) return fail(apply_errc::unknown_node, to_text(command.node), "node");
  const auto& service = service_of(world, *node);
  TRY_DO(check_may_apply(world, *node, service));
  if (is_past(command.scheduled_for, command.now))
    return fail(apply_errc::scheduled_in_past, to_text(*command.scheduled_for), "scheduledFor");
  TRY(const auto slot, slot_to_install(service, command.slot));
  TRY_DO(check_valid_then(*slot, command.scheduled_for));
  return std::move(Changes{}.add(command.stream(), 0,
                                 ApplyRequested{.service = service.id,
                                                .node = node->id,
                                                .slot = slot->number,
                                                .serial = slot->serial,
                                                .reason = command.reason,
                                                .scheduled_for = command.scheduled_for,
                                                .order = command.order}));
}

RequestApply apply_when_valid(ApplyId id, const Node& node, const Slot& slot, Instant now) {
  RequestApply request{
      .id = id, .node = node.id, .slot = slot.number, .reason = ApplyReason::issued, .now = now};
  request.order = slot.order;
  if (slot.not_yet_valid) request.scheduled_for = slot.not_before;
  return request;
}

Result<Changes> decide(const World& world, const CancelApply& command) {
  TRY(const auto* apply, find(world, command.id));
  if (apply->stage != ApplyStage::stuck && !may_be_left(world, *apply))
    return fail(apply_errc::too_late, to_text(command.id));
  return change(*apply, ApplyCancelled{command.reason});
}

Result<Changes> decide(const World& world, const RetryRollback& command) {
  TRY(const auto* apply, find(world, command.id));
  if (apply->stage == ApplyStage::rolling_back) return Changes{};
  if (apply->stage != ApplyStage::stuck) return fail(apply_errc::not_stuck, to_text(command.id));
  return change(*apply, RollbackRetried{});
}

}  // namespace kigen::orchestrator
