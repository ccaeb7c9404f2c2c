#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

#include "orchestrator/jobs/state.hpp"

namespace kigen::orchestrator {

/// Which job may start next: an index over the jobs of the World, kept while folding. Pure; not thread-safe.
class JobQueue {
 public:
  /// Tells the index what became of a job. Called once per folded job event.
  void update(const Job& job);
  /// The due waiting job with the highest priority, then the earliest due time, whose pool has a free place
  /// and whose key nobody runs. Pools that `sizes` does not name have no place.
  std::optional<JobId> next(Instant now, const std::map<std::string, std::size_t>& sizes) const;
  /// When the earliest job that waits only for its time is due.
  std::optional<Instant> next_due(Instant now) const;
  std::size_t running(const std::string& pool) const;
  std::size_t waiting() const { return waiting_.size(); }
  std::size_t parked() const { return parked_.size(); }
  const std::set<JobId>& running_jobs() const { return running_jobs_; }

 private:
  struct Place {
    Instant due;
    std::int32_t priority;
    std::string pool;
    std::string key;
  };
  void forget(JobId id);

  std::unordered_map<JobId, Place> places_;            // waiting ones
  std::set<std::pair<Instant, JobId>> waiting_;        // by due time
  std::set<JobId> running_jobs_;
  std::unordered_map<JobId, std::pair<std::string, std::string>> running_places_;  // pool, key
  std::map<std::string, std::size_t> running_by_pool_;
  std::set<std::string> running_keys_;
  std::set<JobId> parked_;
};

}  // namespace kigen::orchestrator
