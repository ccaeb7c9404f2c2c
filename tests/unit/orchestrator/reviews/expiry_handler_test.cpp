#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include <algorithm>

#include "events/any_event.hpp"
#include "events/log/memory_log.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/reviews/handlers.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/support/history.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace std::chrono_literals;

const auto job = tests::id<JobId>(1);

/// An attempt at the review, without the runner that would begin it, over so many services.
class ExpiryReview : public testing::TestWithParam<std::size_t> {
 protected:
  ~ExpiryReview() override { ensure(run(orchestrator_.stop(1s)).has_value(), "the orchestrator stops"); }

  template <class T>
  T run(Task<T> task) {
    return tests::run_task(io_, clock_, std::move(task));
  }
  template <Event E>
  void given(const StreamId& stream, Version before, const E& event) {
    const AppendRequest request{{{stream, before, {encode(event)}}}, {.time = clock_.now()}};
    ensure(run(log_.append(request)).has_value(), "what is given can be appended");
  }

  /// Created in this order, each with a certificate that has a hundred days left.
  void given_services(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      services_.push_back(fresh_id<ServiceId>(clock_.now() + i * 1ms, random_));
      const auto stream = stream_of(services_.back());
      given(stream, 0, ServiceCreated{{.name = "service " + std::to_string(i)}});
      const auto serial = std::to_string(i);
      given(stream, 1,
            GenerationRegistered{{.serial = serial,
                                  .not_before = clock_.now() - 265 * 24h,
                                  .not_after = clock_.now() + 100 * 24h,
                                  .chain_not_after = clock_.now() + 100 * 24h}});
      given(stream, 2, ExpiryStatusChanged{ExpiryStatus::valid, serial, clock_.now() + 100 * 24h});
    }
  }
  void given_job() {
    given(stream_of(job), 0,
          JobQueued{.kind = std::string(job_kind::expiry_check),
                    .pool = std::string(job_pool::policy),
                    .key = "expiry",
                    .subject = system_stream});
    given(stream_of(job), 1, JobStarted{1, clock_.now() + 1000 * 24h});
  }
  Result<JobOutcome> review() {
    ExpiryHandler handler(clock_);
    const auto held = *orchestrator_.world().job(job);
    JobContext context(orchestrator_, held);
    const auto work = handler.prepare(orchestrator_.world(), held);
    return run((*work)(context));
  }
  /// The services that were found to be in another state since there were `seen` records, in that order.
  std::vector<ServiceId> found_since(Position seen) {
    std::vector<ServiceId> found;
    for (const auto& record : run(log_.read(seen, 10'000)).value())
      if (record.type == ExpiryStatusChanged::type.name) found.push_back(*id_of<ServiceId>(record.stream));
    return found;
  }

  asio::io_context io_;
  tests::VirtualClock clock_;
  SystemRandom random_;
  MemoryLog log_;
  Orchestrator orchestrator_{io_.get_executor(), log_, clock_, random_};
  std::vector<ServiceId> services_;
};

TEST_P(ExpiryReview, looks_at_each_service_once_whatever_the_slices) {
  given_services(GetParam());
  given_job();
  given(stream_of(services_[1]), 3, ServiceDisabled{});
  given(stream_of(services_[2]), 3, ServiceDeleted{});
  services_.erase(services_.begin() + 1, services_.begin() + 3);
  ASSERT_TRUE(run(orchestrator_.start()));
  clock_.advance_by(30 * 24h);

  const auto before = log_.end();
  const auto reviewed = review();
  ASSERT_TRUE(reviewed) << describe(reviewed.error());
  EXPECT_EQ(found_since(before), services_);

  const auto after = log_.end();
  ASSERT_TRUE(review());
  EXPECT_TRUE(found_since(after).empty()) << "nothing is new";
}

INSTANTIATE_TEST_SUITE_P(OfServices, ExpiryReview,
                         testing::Values(3, expiry_slice - 1, expiry_slice, 2 * expiry_slice + 1));

}  // namespace
}  // namespace kigen::orchestrator
