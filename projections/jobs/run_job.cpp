#include "projections/jobs/run_job.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::projections {

using namespace events;

bool is_retrying(const std::optional<RunJob>& job) { return job && !job->code.empty(); }

void fold(std::optional<RunJob>& shown, const JobEvent& event, const Job& job) {
  if (has_ended(job)) return shown.reset();
  if (!shown || shown->id != job.id) shown = RunJob{.id = job.id};
  shown->state = state_of(job.stage);
  shown->attempt = job.attempt;
  shown->due = job.due;
  const auto failed = [&](const auto& e) {
    shown->code = e.code;
    shown->detail = e.detail;
  };
  visit_some(
      event, [&](const JobRetryScheduled& e) { failed(e); }, [&](const JobParked& e) { failed(e); },
      [&](const JobDeferred&) { shown->code.clear(), shown->detail.clear(); });
}

}  // namespace kigen::projections
