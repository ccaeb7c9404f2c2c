#pragma once

#include "projections/dashboard/query.hpp"

namespace kigen::projections {

/// The line of a service under a topic, as far as its entry knows it.
DashboardLine line_of(const ServiceEntry& service, Topic topic);
/// Whether such a line names an order, or a node and its apply, as well.
bool names_culprit(Topic topic);
void name_culprit(DashboardLine& line, const ServiceDetail& service);

}  // namespace kigen::projections
