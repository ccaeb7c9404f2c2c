#pragma once

#include <optional>

#include "projections/fact.hpp"
#include "projections/services/rows.hpp"

namespace kigen::projections {

// What a service's page has from each aggregate; what is derived is left to derive().
void show(ServiceDetail& detail, const events::Service& service);
void show(ServiceNode& shown, const events::Node& node);
void show(ServiceOrder& shown, const events::Order& order);

// The same after an event of one of them, with what only the event tells.
void fold(ServiceDetail& detail, const Fact& fact, const events::Service& service);
void fold(ServiceDetail& detail, const Fact& fact, const events::Node& node);
void fold(ServiceDetail& detail, const Fact& fact, const events::Order& order);
void fold(ServiceDetail& detail, const Fact& fact, const events::Apply& apply);

/// The node's apply failed, with nothing changed, and is tried again.
void fold_failed_attempt(ServiceDetail& detail, ApplyId apply, const events::JobRetryScheduled& event);
/// The open order after an event of its job, if that says anything new of it.
std::optional<ServiceOrder> after_attempt(const ServiceDetail& detail, OrderId order,
                                          const events::JobEvent& event);

/// Whether the page is another after an event of the order: of the open one, or of the next.
bool concerns(const ServiceDetail& detail, const events::Order& order);
/// The same of an apply. Only the node's newest counts, and its single steps do not show.
bool concerns(const ServiceDetail& detail, const events::Apply& apply);

}  // namespace kigen::projections
