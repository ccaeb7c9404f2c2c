#include "projections/jobs/query.hpp"

#include "projections/jobs/lists.hpp"

namespace kigen::projections {
namespace {

bool matches(const JobRow& job, const JobFilter& filter) {
  return (!filter.service || job.service == filter.service) &&
         (!filter.state || job.state == *filter.state) && (filter.pool.empty() || job.pool == filter.pool);
}

}  // namespace

std::string job_list(const JobFilter& filter) {
  if (filter.service) return "service/" + key_of(*filter.service);
  if (!filter.state) return "all/";
  const auto state = std::string(events::word_of(*filter.state)) + '/';
  return filter.pool.empty() ? "state/" + state : "pool/" + key_of(filter.pool) + state;
}

Result<Seen<JobRow>> Jobs::detail(JobId id) const {
  const auto reading = store_.reading();
  TRY(auto job, jobs_.require(key_of(id), "job " + to_text(id)));
  return Seen<JobRow>{store_.position(), std::move(job)};
}

Result<Page<JobRow>> Jobs::list(const JobFilter& filter, const Paging& paging) const {
  const auto reading = store_.reading();
  return jobs_.list(job_list(filter), paging, Direction::backward,
                    [&](const JobRow& job) { return matches(job, filter); });
}

JobCounts Jobs::tally() const {
  const auto of = [&](JobState state) {
    return static_cast<std::uint64_t>(counts_[static_cast<std::size_t>(state)]);
  };
  return {of(JobState::waiting), of(JobState::running), of(JobState::parked), of(JobState::finished)};
}

Seen<JobCounts> Jobs::counts() const {
  const auto reading = store_.reading();
  return {store_.position(), tally()};
}

}  // namespace kigen::projections
