#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class job_errc {
  unknown_job = 1,  ///< never queued, or ended
  not_waiting,      ///< it runs or is parked
  running,          ///< a worker holds its lease
  stale_lease,      ///< the attempt that reports is not the running one
  malformed,        ///< kind, pool, key or subject missing
  not_an_outcome,   ///< the event does not end an attempt
};
std::error_code make_error_code(job_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::job_errc> : std::true_type {};
