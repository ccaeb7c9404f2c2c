#include "orchestrator/jobs/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(job_errc code) {
  static const TableCategory table(
      "job", {
                 {int(job_errc::unknown_job), "unknown_job", "there is no such job, or it has ended", 18,
                  Failure::permanent, Answer::not_found},
                 {int(job_errc::not_waiting), "not_waiting", "the job does not wait to be started", 17,
                  Failure::permanent, Answer::conflict},
                 {int(job_errc::running), "job_running", "the job runs; wait until the attempt has ended", 17,
                  Failure::permanent, Answer::conflict},
                 {int(job_errc::stale_lease), "stale_lease", "another attempt holds the job's lease", 17,
                  Failure::permanent, Answer::conflict},
                 {int(job_errc::malformed), "malformed_job", "the job says too little about itself", 17,
                  Failure::permanent, Answer::unprocessable},
                 {int(job_errc::not_an_outcome), "not_an_outcome", "an attempt does not end in this event",
                  17, Failure::permanent, Answer::unprocessable},
             });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
