#pragma once

#include <utility>

#include "orchestrator/changes.hpp"
#include "orchestrator/service/errors.hpp"
#include "orchestrator/world.hpp"

// What the decisions about a service begin and end with.
namespace kigen::orchestrator {

inline Result<const Service*> find_service(const World& world, ServiceId id) {
  const auto* service = world.service(id);
  if (!service) return fail(service_errc::unknown_service, to_text(id));
  return service;
}

/// R18: key, CSR and certificate work waits while an order is open.
inline Result<> check_no_order(const World& world, const Service& service) {
  if (const auto* order = world.open_order_of(service.id))
    return fail(service_errc::order_open, service.settings.name + ": order " + to_text(order->id));
  return {};
}

template <events::Event E>
Changes change(const Service& service, const E& event) {
  return std::move(Changes{}.add(stream_of(service.id), service.version, event));
}

}  // namespace kigen::orchestrator
