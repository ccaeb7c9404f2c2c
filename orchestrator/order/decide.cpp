#include <algorithm>
#include <utility>

#include "orchestrator/input.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/order/errors.hpp"
#include "orchestrator/service/slots.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

Result<const Order*> find(const World& world, OrderId id) {
  const auto* order = world.order(id);
  if (!order) return fail(order_errc::unknown_order, to_text(id));
  return order;
}

template <Event E>
Changes change(const Order& order, const E& event) {
  return std::move(Changes{}.add(stream_of(order.id), order.version, event));
}

bool is_wildcard(const std::string& name) { return name.starts_with("*."); }

Result<> check_provable(const AcmeCa& acme, const ServiceSettings& settings) {
  if (acme.challenge != AcmeChallenge::http_01) return {};
  if (is_wildcard(settings.common_name)) return fail(order_errc::wildcard_over_http, settings.common_name);
  const auto wildcard = std::ranges::find_if(settings.sans, is_wildcard);
  if (wildcard != settings.sans.end()) return fail(order_errc::wildcard_over_http, *wildcard);
  return {};
}

Result<> check_provable(const CaAccount& account, const ServiceSettings& settings) {
  return account.settings.ca.visit([&](const auto& ca) { return check_provable(ca, settings); });
}

Result<const CaAccount*> account_for(const World& world, const Service& service) {
  const auto* account =
      service.settings.ca_account ? world.ca_account(*service.settings.ca_account) : nullptr;
  if (!account) return fail(order_errc::no_ca_account, service.settings.name);
  return account;
}

Result<> check_may_order(const World& world, const Service& service, Instant now) {
  const auto& name = service.settings.name;
  if (!service.enabled) return fail(order_errc::service_disabled, name);
  TRY(const auto* account, account_for(world, service));
  TRY_DO(check_provable(*account, service.settings));
  if (const auto* open = world.open_order_of(service.id))
    return fail(order_errc::order_open, name + ": order " + to_text(open->id));
  if (!room_for_next(world, service, now)) return fail(order_errc::no_free_slot, name);
  return {};
}

}  // namespace

Result<Changes> decide(const World& world, const RequestOrder& command) {
  if (world.order(command.id)) return Changes{};
  const auto* service = world.service(command.service);
  if (!service) return fail(order_errc::unknown_service, to_text(command.service), "service");
  TRY_DO(check_may_order(world, *service, command.now));
  if (is_past(command.scheduled_for, command.now))
    return fail(order_errc::scheduled_in_past, to_text(*command.scheduled_for), "scheduledFor");
  const auto& settings = service->settings;
  return std::move(Changes{}.add(command.stream(), 0,
                                 OrderRequested{.service = command.service,
                                                .ca_account = *settings.ca_account,
                                                .common_name = settings.common_name,
                                                .sans = settings.sans,
                                                .reason = command.reason,
                                                .scheduled_for = command.scheduled_for,
                                                .apply_when_issued = command.apply_when_issued}));
}

Result<Changes> decide(const World& world, const CancelOrder& command) {
  TRY(const auto* order, find(world, command.id));
  if (order->stage == OrderStage::issued) return fail(order_errc::too_late, order->common_name);
  const bool ca_may_have_it = order->stage == OrderStage::submitting || order->stage == OrderStage::submitted;
  if (!ca_may_have_it) return change(*order, OrderCancelled{command.reason});
  if (order->cancel_reason) return Changes{};
  return change(*order, OrderCancelRequested{command.reason});
}

}  // namespace kigen::orchestrator
