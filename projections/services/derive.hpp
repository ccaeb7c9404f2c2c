#pragma once

#include "projections/services/rows.hpp"

namespace kigen::projections {

/// What exports and applies use; null when all slots are empty.
const ServiceGeneration* current_generation(const ServiceDetail& detail);
/// Whether an enabled node was looked at and serves something else than the current generation.
bool is_served_elsewise(const ServiceNode& node);
/// The same where it is not what one expects: no apply is under way, none is stuck.
bool is_told_served_elsewise(const ServiceNode& node);
/// Whether an enabled node goes without the newest certificate until somebody installs it.
bool is_left_out(const ServiceNode& node);
/// Computes all that follows from the rest: the three states of each node, order and apply state, severities.
/// Called after every change.
void derive(ServiceDetail& detail);

}  // namespace kigen::projections
