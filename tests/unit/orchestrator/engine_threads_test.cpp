// The engine as the product runs it: the orchestrator on one thread, the workers on another, callers on
// others.
#include <gtest/gtest.h>

#include <future>

#include "events/log/memory_log.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/support/eventually.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

namespace kigen::orchestrator {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view test_kind = "test.work";

/// Names the company after the job.
class NamingHandler final : public JobHandler {
 public:
  std::string_view kind() const override { return test_kind; }
  JobRules rules() const override { return {}; }
  Result<Work> prepare(const World&, const Job&) override {
    return Work([](JobContext& context) -> Task<Result<JobOutcome>> {
      CO_TRY_DO(co_await context.report(as_command(NameCompany{to_text(context.job().id)})));
      co_return JobDone{};
    });
  }
};

class EngineThreads : public testing::Test {
 protected:
  EngineThreads() { jobs_.add(std::make_unique<NamingHandler>()); }

  template <class T>
  std::future<T> on_loop(Task<T> task) {
    return asio::co_spawn(loop_, std::move(task), asio::use_future);
  }
  template <class T>
  std::future<T> outside(Task<T> task) {
    return asio::co_spawn(callers_, std::move(task), asio::use_future);
  }
  Command queue_job(int number) {
    QueueJob queue;
    queue.id = fresh_id<JobId>(clock_.now(), random_);
    queue.job = {.kind = std::string(test_kind),
                 .pool = "test",
                 .key = "k" + std::to_string(number % 4),
                 .subject = {"company"},
                 .due = clock_.now()};
    return as_command(queue);
  }
  std::ptrdiff_t count(const std::string& type) {
    const auto records = outside(log_.read(0, 10'000)).get().value();
    return std::ranges::count(records, type, &events::Record::type);
  }

  events::MemoryLog log_;
  SystemClock clock_;
  SystemRandom random_;
  asio::thread_pool loop_{1};
  asio::thread_pool workers_{1};
  asio::thread_pool callers_{2};
  Orchestrator orchestrator_{loop_.get_executor(), log_, clock_, random_};
  JobRunner jobs_{orchestrator_, clock_, random_, workers_.get_executor(), {{"test", 4}}};
};

TEST_F(EngineThreads, jobs_from_many_callers_all_run_and_report) {
  constexpr int some = 40;
  ASSERT_TRUE(on_loop(orchestrator_.start()).get());
  ASSERT_TRUE(on_loop(jobs_.start()).get());
  std::vector<std::future<Result<Receipt>>> receipts;
  for (int i = 0; i < some; ++i) receipts.push_back(outside(orchestrator_.execute(queue_job(i), {})));
  for (auto& receipt : receipts) EXPECT_TRUE(receipt.get());
  EXPECT_TRUE(tests::eventually([&] { return count("job.succeeded") == some; }));
  EXPECT_EQ(count("company.named"), some);
  EXPECT_TRUE(on_loop(jobs_.stop(10s)).get());
  EXPECT_TRUE(on_loop(orchestrator_.stop(10s)).get());
}

}  // namespace
}  // namespace kigen::orchestrator
