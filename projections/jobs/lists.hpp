#pragma once

#include <string>
#include <string_view>

#include "projections/jobs/query.hpp"

namespace kigen::projections {

/// The narrowest list that holds all jobs of a filter. Its keys go on with the position of the job's last
/// change, so backwards is newest change first.
std::string job_list(const JobFilter& filter);
/// Of the installation's own: those of no service.
inline constexpr std::string_view own_jobs = "own/";

}  // namespace kigen::projections
