#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

/// Which job may start next: an index over the jobs of the World, kept while folding. Pure; not thread-safe.
/// Every call takes logarithmic time in the number of jobs, however many wait behind one key; startable() for
/// each free place.
class JobQueue {
 public:
  /// Tells the index what became of a job. Called once per folded job event.
  void update(const Job& job);
  /// The due waiting jobs that may start together: the highest priority first, then the earliest due. They
  /// fit into the free places of their pools, and as many run their keys as their limits allow; no two of
  /// them have the same. A site's pool that `sizes` does not name has as many places as its base word, all
  /// its own; any other has none.
  std::vector<JobId> startable(Instant now, const std::map<std::string, std::size_t>& sizes) const;
  /// When the earliest job that waits only for its time is due.
  std::optional<Instant> next_due(Instant now) const;
  std::size_t running(const std::string& pool) const;
  std::size_t waiting() const { return waiting_; }
  std::size_t parked() const { return parked_.size(); }
  const std::set<JobId>& running_jobs() const { return running_jobs_; }

 private:
  /// Jobs of one pool and priority; the highest priority of a pool comes first.
  struct Class {
    std::string pool;
    std::int32_t priority;
    friend std::strong_ordering operator<=>(const Class& a, const Class& b) {
      const auto by_pool = a.pool <=> b.pool;
      return by_pool != 0 ? by_pool : b.priority <=> a.priority;
    }
    friend bool operator==(const Class&, const Class&) = default;
  };
  using Turn = std::pair<Instant, JobId>;
  /// Jobs of one class and key: only the first can be next.
  using Line = std::set<Turn>;
  struct Place {
    Class where;
    std::string key;
    Instant due;
    JobStage stage;
  };

  /// The negative priority, and the turn: sorts as startable() wants it.
  using Candidate = std::pair<std::int64_t, Turn>;
  std::vector<Candidate> due_heads(Instant now, const std::map<std::string, std::size_t>& sizes) const;
  std::size_t free_places(const std::string& pool, const std::map<std::string, std::size_t>& sizes) const;
  void enter(JobId id, const Place& place);
  void leave(JobId id, const Place& place);
  void join_line(const Place& place, Turn turn);
  void leave_line(const Place& place, Turn turn);
  void start(JobId id, const Place& place);
  void end(JobId id, const Place& place);
  void show_head(const Class& where, const Line& line);
  void hide_head(const Class& where, const Line& line);
  /// Whether as many jobs run a key as its limit allows.
  bool is_full(const std::string& key) const;
  void set_limit(const std::string& key, std::uint32_t limit);
  void show_heads(const std::string& key);
  void hide_heads(const std::string& key);
  void forget_key(const std::string& key);

  std::unordered_map<JobId, Place> places_;
  std::unordered_map<std::string, std::map<Class, Line>> lines_;  // by key
  std::map<Class, std::set<Turn>> heads_;                         // of the lines whose key is not full
  std::size_t waiting_ = 0;
  std::set<JobId> running_jobs_;
  std::map<std::string, std::size_t> running_by_pool_;
  std::map<std::string, std::size_t> running_keys_;
  std::unordered_map<std::string, std::uint32_t> limits_;  // by key, where more than one is allowed
  std::set<JobId> parked_;
};

}  // namespace kigen::orchestrator
