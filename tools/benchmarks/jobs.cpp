// Jobs through the orchestrator, whose work is nothing: queued, started, succeeded are three durable events.
// As soon as one is done the next is asked for.
//   jobs FOLDER IN_FLIGHT SECONDS
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <unordered_map>

#include "events/log/rocks_log.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/folders.hpp"

using namespace kigen;
using namespace kigen::benchmarks;
using namespace kigen::orchestrator;

namespace {

constexpr auto patience = std::chrono::seconds(10);

/// When jobs were asked for, and how long they waited for their start.
struct Waits {
  std::unordered_map<JobId, Steady::time_point> asked = {};
  Latencies waited = {};
};

class NoWork final : public JobHandler {
 public:
  explicit NoWork(Waits& waits) : waits_(waits) {}
  std::string_view kind() const override { return "benchmark"; }
  JobRules rules() const override { return {}; }
  Result<Work> prepare(const World&, const Job& job) override {
    const auto asked = waits_.asked.extract(job.id);
    waits_.waited.add(Steady::now() - asked.mapped());
    return Work([](JobContext&) -> Task<Result<JobOutcome>> { co_return JobOutcome(JobDone{}); });
  }

 private:
  Waits& waits_;
};

/// A loop with a thread of its own, as the workers have in the product.
class WorkersLoop {
 public:
  ~WorkersLoop() { work_.reset(); }
  asio::any_io_executor executor() { return loop_.get_executor(); }

 private:
  asio::io_context loop_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{loop_.get_executor()};
  std::jthread thread_{[this] { loop_.run(); }};
};

class Run {
 public:
  Run(events::EventLog& log, std::size_t in_flight)
      : in_flight_(in_flight),
        orchestrator_(loop_.get_executor(), log, clock_, random_),
        jobs_(orchestrator_, clock_, random_, workers_.executor(), {{"benchmark", in_flight}}),
        tasks_(loop_.get_executor(), clock_) {
    jobs_.add(std::make_unique<NoWork>(waits_));
  }

  void measure(double duration_s) {
    asio::co_spawn(loop_, live(duration_s), asio::detached);
    loop_.run();
    const auto done = static_cast<double>(done_);
    Figures().add("jobs_s", done / wall_s_).add("cpu_us", cpu_s_ / done * 1e6).add(waits_.waited).print();
  }

 private:
  std::size_t still_there() const {
    const auto& queue = orchestrator_.world().queue();
    return queue.waiting() + queue.running_jobs().size();
  }
  std::size_t under_way() const { return asked_ - queued_ + still_there(); }

  Task<void> live(double duration_s) {
    ensure((co_await orchestrator_.start()).has_value(), "the orchestrator starts");
    ensure((co_await jobs_.start()).has_value(), "the jobs start");
    const Meter meter;
    while (meter.wall_s() < duration_s) {
      for (; under_way() < in_flight_; ++asked_) tasks_.spawn("ask", ask());
      const auto seen = orchestrator_.folded().epoch();
      ensure((co_await orchestrator_.folded().wait(seen)).has_value(), "the log is followed");
    }
    wall_s_ = meter.wall_s();
    cpu_s_ = meter.cpu_s();
    done_ = queued_ - still_there();
    while (under_way() > 0)
      ensure((co_await orchestrator_.folded().wait()).has_value(), "the log is followed");
    (void)co_await jobs_.stop(patience);
    (void)co_await tasks_.stop(patience);
    (void)co_await orchestrator_.stop(patience);
  }

  Task<Result<>> ask() {
    std::array<std::uint8_t, 10> chance;
    random_.fill(chance);
    const JobId id{make_uuid_v7(clock_.now(), chance)};
    waits_.asked[id] = Steady::now();
    const events::JobQueued job{.kind = "benchmark",
                                .pool = "benchmark",
                                .key = to_text(id),
                                .subject = stream_of(id),
                                .due = clock_.now()};
    CO_TRY_DO(co_await orchestrator_.execute(as_command(QueueJob{id, job}), {}));
    ++queued_;
    co_return Result<>{};
  }

  const std::size_t in_flight_;
  std::size_t asked_ = 0;
  std::size_t queued_ = 0;
  std::size_t done_ = 0;
  double wall_s_ = 0;
  double cpu_s_ = 0;
  Waits waits_;
  SystemClock clock_;
  SystemRandom random_;
  asio::io_context loop_{1};
  WorkersLoop workers_;
  Orchestrator orchestrator_;
  JobRunner jobs_;
  TaskGroup tasks_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) {
    std::fprintf(stderr, "usage: jobs FOLDER IN_FLIGHT SECONDS\n");
    return 2;
  }
  const auto log = events::RocksLog::open({.path = arguments[1], .signer = benchmark_signer()}).value();
  Run(*log, static_cast<std::size_t>(std::atoi(arguments[2]))).measure(std::atof(arguments[3]));
}
