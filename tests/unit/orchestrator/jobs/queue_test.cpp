#include "orchestrator/jobs/queue.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "orchestrator/jobs/kinds.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using testing::id;
using testing::second;

using Sizes = std::map<std::string, std::size_t>;
using Jobs = std::vector<JobId>;

Job make(std::uint8_t number, const std::string& pool, const std::string& key, int due, int priority = 0) {
  Job job{.id = id<JobId>(number)};
  job.queued.pool = pool;
  job.queued.key = key;
  job.queued.priority = priority;
  job.due = second(due);
  return job;
}

Job in(Job job, JobStage stage) {
  job.stage = stage;
  return job;
}

JobQueue queue_of(std::initializer_list<Job> jobs) {
  JobQueue queue;
  for (const auto& job : jobs) queue.update(job);
  return queue;
}

TEST(Queue, starts_nothing_before_its_time) {
  const auto queue = queue_of({make(1, "a", "k", 10)});
  EXPECT_EQ(queue.startable(second(9), {{"a", 1}}), Jobs{});
  EXPECT_EQ(queue.next_due(second(9)), second(10));
  EXPECT_EQ(queue.startable(second(10), {{"a", 1}}), Jobs{id<JobId>(1)});
  EXPECT_EQ(queue.next_due(second(10)), std::nullopt);
}

TEST(Queue, takes_the_highest_priority_then_the_earliest_due_of_all_pools) {
  const auto queue = queue_of({make(1, "a", "k1", 1), make(2, "b", "k2", 3, 5), make(3, "a", "k3", 2, 5)});
  const Sizes sizes{{"a", 9}, {"b", 9}};
  EXPECT_EQ(queue.startable(second(9), sizes), (Jobs{id<JobId>(3), id<JobId>(2), id<JobId>(1)}));
}

TEST(Queue, never_runs_two_jobs_of_one_key_in_whatever_pool) {
  auto queue = queue_of({in(make(1, "a", "k", 1), JobStage::running), make(2, "b", "k", 1)});
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}, {"b", 9}}), Jobs{});
  EXPECT_EQ(queue.next_due(second(0)), std::nullopt) << "it waits for more than its time";
  queue.update(in(make(1, "a", "k", 1), JobStage::succeeded));
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}, {"b", 9}}), Jobs{id<JobId>(2)});
}

TEST(Queue, runs_as_many_jobs_of_a_key_as_its_limit_allows) {
  const auto limited = [](Job job, std::uint32_t limit) {
    job.queued.limit = limit;
    return job;
  };
  auto queue = queue_of({in(limited(make(1, "a", "k", 1), 2), JobStage::running),
                         limited(make(2, "a", "k", 2), 2), limited(make(3, "a", "k", 3), 2)});
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}}), Jobs{id<JobId>(2)}) << "one of a key at a time";
  queue.update(in(limited(make(2, "a", "k", 2), 2), JobStage::running));
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}}), Jobs{}) << "full";
  queue.update(limited(make(4, "a", "k", 4), 3));
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}}), Jobs{id<JobId>(3)}) << "the last one raised the limit";
  queue.update(limited(make(5, "a", "k", 5), 1));
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}}), Jobs{}) << "and lowered it";
  queue.update(in(limited(make(1, "a", "k", 1), 2), JobStage::succeeded));
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}}), Jobs{});
  queue.update(in(limited(make(2, "a", "k", 2), 2), JobStage::succeeded));
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}}), Jobs{id<JobId>(3)});
}

TEST(Queue, fills_no_pool_beyond_its_size) {
  const auto queue = queue_of({in(make(1, "a", "k1", 1), JobStage::running), make(2, "a", "k2", 1)});
  EXPECT_EQ(queue.startable(second(9), {{"a", 1}}), Jobs{});
  EXPECT_EQ(queue.startable(second(9), {{"a", 2}}), Jobs{id<JobId>(2)});
  EXPECT_EQ(queue.startable(second(9), {}), Jobs{}) << "an unnamed pool has no place";
}

TEST(Queue, starts_together_what_fits_into_the_pools_and_one_of_a_key) {
  const auto queue = queue_of({make(1, "a", "k", 1), make(2, "b", "k", 2), make(3, "b", "l", 3),
                               make(4, "b", "m", 4), make(5, "a", "n", 5)});
  EXPECT_EQ(queue.startable(second(9), {{"a", 2}, {"b", 1}}),
            (Jobs{id<JobId>(1), id<JobId>(3), id<JobId>(5)}));
}

TEST(Queue, gives_a_site_as_many_places_of_its_own_as_its_base_word_has) {
  const auto here = job_pool::of_site("a", id<SiteId>(1));
  const auto there = job_pool::of_site("a", id<SiteId>(2));
  const auto queue = queue_of({in(make(1, "a", "k1", 1), JobStage::running), make(2, "a", "k2", 1),
                               in(make(3, here, "k3", 1), JobStage::running), make(4, here, "k4", 2),
                               make(5, there, "k5", 3), make(6, there, "k6", 4)});
  EXPECT_EQ(queue.startable(second(9), {{"a", 1}}), Jobs{id<JobId>(5)})
      << "the others are full, that one not";
  EXPECT_EQ(queue.startable(second(9), {{"a", 1}, {here, 2}}), (Jobs{id<JobId>(4), id<JobId>(5)}))
      << "it may have a size of its own";
  EXPECT_EQ(queue.startable(second(9), {{"b", 1}}), Jobs{});
  EXPECT_EQ(queue.running("a"), 1u);
  EXPECT_EQ(queue.running(here), 1u);
}

TEST(Queue, one_key_is_one_in_whatever_site) {
  const auto queue = queue_of(
      {in(make(1, "a", "k", 1), JobStage::running), make(2, job_pool::of_site("a", id<SiteId>(1)), "k", 1)});
  EXPECT_EQ(queue.startable(second(9), {{"a", 9}}), Jobs{});
}

TEST(Queue, words_of_pools_without_a_site_are_their_own_base) {
  EXPECT_EQ(job_pool::base_of(job_pool::install), "install");
  EXPECT_EQ(job_pool::base_of(job_pool::of_site(job_pool::install, id<SiteId>(1))), "install");
}

TEST(Queue, counts_what_waits_runs_and_is_parked) {
  auto queue = queue_of({make(1, "a", "k1", 1), in(make(2, "a", "k2", 1), JobStage::running),
                         in(make(3, "a", "k3", 1), JobStage::parked)});
  EXPECT_EQ(queue.waiting(), 1u);
  EXPECT_EQ(queue.parked(), 1u);
  EXPECT_EQ(queue.running("a"), 1u);
  EXPECT_EQ(queue.running_jobs(), std::set{id<JobId>(2)});
  queue.update(in(make(3, "a", "k3", 1), JobStage::cancelled));
  EXPECT_EQ(queue.parked(), 0u);
}

/// The header's words, followed without any index.
struct Model {
  std::map<JobId, Job> jobs;

  void update(const Job& job) {
    if (has_ended(job))
      jobs.erase(job.id);
    else
      jobs.insert_or_assign(job.id, job);
  }
  std::size_t running(const std::string& pool) const {
    return static_cast<std::size_t>(std::ranges::count_if(jobs, [&](const auto& entry) {
      return entry.second.stage == JobStage::running && entry.second.queued.pool == pool;
    }));
  }
  bool key_runs(const std::string& key) const {
    return std::ranges::any_of(jobs, [&](const auto& entry) {
      return entry.second.stage == JobStage::running && entry.second.queued.key == key;
    });
  }
  std::optional<JobId> next(Instant now, const Sizes& sizes) const {
    std::vector<std::tuple<std::int32_t, Instant, JobId>> candidates;
    for (const auto& [job_id, job] : jobs) {
      auto size = sizes.find(job.queued.pool);
      if (size == sizes.end()) size = sizes.find(std::string(job_pool::base_of(job.queued.pool)));
      if (job.stage == JobStage::waiting && job.due <= now && size != sizes.end() &&
          running(job.queued.pool) < size->second && !key_runs(job.queued.key))
        candidates.emplace_back(-job.queued.priority, job.due, job_id);
    }
    if (candidates.empty()) return std::nullopt;
    return std::get<2>(std::ranges::min(candidates));
  }
  /// One after the other, each seeing those before it run.
  Jobs startable(Instant now, const Sizes& sizes) const {
    Model rest = *this;
    Jobs chosen;
    for (auto first = rest.next(now, sizes); first; first = rest.next(now, sizes)) {
      rest.jobs.at(*first).stage = JobStage::running;
      chosen.push_back(*first);
    }
    return chosen;
  }
  /// A job behind another of its key, pool and priority waits for that one too.
  bool is_first_of_its_line(const Job& job) const {
    return std::ranges::none_of(jobs, [&](const auto& entry) {
      const auto& other = entry.second;
      return other.stage == JobStage::waiting && other.queued.key == job.queued.key &&
             other.queued.pool == job.queued.pool && other.queued.priority == job.queued.priority &&
             std::pair(other.due, other.id) < std::pair(job.due, job.id);
    });
  }
  std::optional<Instant> next_due(Instant now) const {
    std::optional<Instant> earliest;
    for (const auto& [job_id, job] : jobs)
      if (job.stage == JobStage::waiting && job.due > now && !key_runs(job.queued.key) &&
          is_first_of_its_line(job) && (!earliest || job.due < *earliest))
        earliest = job.due;
    return earliest;
  }
};

Job arbitrary_job() {
  using rc::gen::inRange;
  auto job = make(*inRange<std::uint8_t>(0, 12), *rc::gen::element<std::string>("a", "b", "b@x"),
                  *rc::gen::element<std::string>("k", "l", "m"), *inRange(0, 20), *inRange(0, 3));
  job.stage = *rc::gen::element(JobStage::waiting, JobStage::waiting, JobStage::running, JobStage::parked,
                                JobStage::succeeded, JobStage::cancelled);
  return job;
}

RC_GTEST_PROP(QueueProperty, says_what_a_search_through_all_jobs_says, ()) {
  JobQueue queue;
  Model model;
  const auto steps = *rc::gen::inRange(1, 60);
  for (int step = 0; step < steps; ++step) {
    const auto job = arbitrary_job();
    queue.update(job);
    model.update(job);
    const auto now = second(*rc::gen::inRange(0, 22));
    const Sizes sizes{{"a", *rc::gen::inRange<std::size_t>(0, 4)},
                      {"b", *rc::gen::inRange<std::size_t>(0, 4)}};
    RC_ASSERT(queue.startable(now, sizes) == model.startable(now, sizes));
    RC_ASSERT(queue.next_due(now) == model.next_due(now));
    RC_ASSERT(queue.running("a") == model.running("a"));
  }
}

}  // namespace
}  // namespace kigen::orchestrator
