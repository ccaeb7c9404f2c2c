#include <algorithm>
#include <utility>

#include "orchestrator/order/errors.hpp"
#include "orchestrator/pki/import.hpp"
#include "orchestrator/pki/names.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/fill.hpp"
#include "orchestrator/service/find.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

Result<> check_names(const Order& order, const Generation& generation) {
  if (!pki::covers(generation.names, order.common_name))
    return fail(order_errc::issued_for_other_names, "it lacks " + order.common_name);
  for (const auto& name : order.sans)
    if (!pki::covers(generation.names, name))
      return fail(order_errc::issued_for_other_names, "it lacks " + name);
  return {};
}

/// The certificate as the order's generation, if it is what was ordered.
Result<Generation> ordered_generation(const Order& order, const std::string& chain_pem) {
  TRY(auto generation, pki::read_chain(chain_pem));
  if (generation.public_key_sha256 != order.public_key_sha256)
    return fail(order_errc::issued_for_other_key, generation.serial);
  TRY_DO(check_names(order, generation));
  generation.key = order.key;
  generation.order = order.id;
  return generation;
}

Result<Changes> registered(const World& world, const Service& service, const Order& order,
                           const std::string& chain_pem, Instant now) {
  TRY(auto generation, ordered_generation(order, chain_pem));
  const auto serial = generation.serial;
  TRY(auto filled, fill_slot(world, service, std::move(generation), now));
  filled.changes.add(stream_of(order.id), order.version, OrderRegistered{filled.slot, serial});
  return std::move(filled.changes);
}

}  // namespace

/// A certificate that cannot become a generation is the order's end, with the reason in plain sight.
Result<Changes> decide(const World& world, const RegisterIssued& command) {
  TRY(const auto* service, find_service(world, command.id));
  const auto* order = world.order(command.order);
  if (!order || order->service != command.id) return fail(order_errc::unknown_order, to_text(command.order));
  if (order->stage != OrderStage::issued) return fail(order_errc::wrong_stage, order->common_name);
  auto changes = registered(world, *service, *order, command.chain_pem, command.now);
  if (changes) return changes;
  const auto& reason = changes.error();
  return std::move(Changes{}.add(stream_of(order->id), order->version,
                                 OrderFailed{error_word(reason.code), describe(reason)}));
}

}  // namespace kigen::orchestrator
