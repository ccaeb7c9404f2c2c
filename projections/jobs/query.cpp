#include "projections/jobs/query.hpp"

#include "projections/basis/own_lists.hpp"
#include "projections/jobs/lists.hpp"

namespace kigen::projections {

using events::Scope;

namespace {

bool matches(const JobRow& job, const JobFilter& filter) {
  return (!filter.service || job.service == filter.service) &&
         (!filter.state || job.state == *filter.state) && (filter.pool.empty() || job.pool == filter.pool);
}

}  // namespace

std::string job_list(const JobFilter& filter) {
  if (filter.service) return list_of(*filter.service);
  if (!filter.state) return "all/";
  const auto state = std::string(events::word_of(*filter.state)) + '/';
  return filter.pool.empty() ? "state/" + state : "pool/" + key_of(filter.pool) + state;
}

Result<Seen<JobRow>> Jobs::detail(const Scope& scope, JobId id) const {
  const auto reading = store_.reading();
  TRY(auto job, jobs_.require(key_of(id), "job " + to_text(id),
                              [&](const JobRow& row) { return owners_.holds(scope, row.service); }));
  return Seen<JobRow>{store_.position(), std::move(job)};
}

Result<Page<JobRow>> Jobs::list(const Scope& scope, const JobFilter& filter, const Paging& paging) const {
  const auto reading = store_.reading();
  auto lists = filter.service ? std::nullopt : own_lists(owners_, scope);
  if (lists) lists->emplace_back(own_jobs);
  return jobs_.list(
      lists ? *std::move(lists) : std::vector{job_list(filter)}, paging, Direction::backward,
      [&](const JobRow& job) { return matches(job, filter) && owners_.holds(scope, job.service); });
}

JobCounts Jobs::tally(const Scope& scope) const {
  ByState sum = {};
  const auto add = [&](const ByState& counts) {
    for (std::size_t state = 0; state < sum.size(); ++state) sum[state] += counts[state];
  };
  const auto add_of = [&](const std::optional<ServiceId>& service) {
    if (const auto known = counts_.find(service); known != counts_.end()) add(known->second);
  };
  if (scope.is_everything()) {
    add(all_);
  } else {
    add_of(std::nullopt);
    owners_.for_each_in(scope, add_of);
  }
  const auto of = [&](JobState state) {
    return static_cast<std::uint64_t>(sum[static_cast<std::size_t>(state)]);
  };
  return {of(JobState::waiting), of(JobState::running), of(JobState::parked), of(JobState::finished)};
}

Seen<JobCounts> Jobs::counts(const Scope& scope) const {
  const auto reading = store_.reading();
  return {store_.position(), tally(scope)};
}

}  // namespace kigen::projections
