#pragma once

#include "projections/services/rows.hpp"

namespace kigen::projections {

/// What exports and applies use; null when all slots are empty.
const ServiceGeneration* current_generation(const ServiceDetail& detail);
/// Whether an enabled node was looked at and serves something else than the current generation.
bool is_served_elsewise(const ServiceNode& node);
/// Computes all that follows from the rest: the three states of each node, order and apply state, level.
/// Called after every change.
void derive(ServiceDetail& detail);

}  // namespace kigen::projections
