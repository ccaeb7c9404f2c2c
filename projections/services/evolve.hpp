#pragma once

#include "projections/fact.hpp"
#include "projections/services/rows.hpp"

namespace kigen::projections {

// What one event changes in its service's page; what is derived is left to derive(). service.created and
// service.deleted make and unmake the page: they change nothing here.
void evolve(ServiceDetail& detail, const Fact& fact, const events::ServiceEvent& event);
void evolve(ServiceDetail& detail, const Fact& fact, const events::NodeEvent& event);
void evolve(ServiceDetail& detail, const Fact& fact, const events::OrderEvent& event);
void evolve(ServiceDetail& detail, const Fact& fact, const events::ApplyEvent& event);

/// Whether an event of an apply shows on the service's page; its single steps do not.
bool shows(const events::ApplyEvent& event);

}  // namespace kigen::projections
