// Jobs through the orchestrator: queued, started, succeeded are three durable events. Their work is nothing,
// or STEPS steps one after the other, each with its intent and its outcome, as those of an apply: two more
// durable events a step. As soon as one job is done the next is asked for. A job has started when its work
// begins, and ended when a follower of the log sees that.
//   jobs FOLDER IN_FLIGHT SECONDS [STEPS]
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <cstdint>
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
using namespace kigen::events;
using namespace kigen::orchestrator;

namespace {

constexpr auto patience = std::chrono::seconds(10);

/// When jobs were asked for, and how long they waited for their start and their end.
struct Times {
  std::unordered_map<JobId, Steady::time_point> asked = {};
  Latencies to_start = {};
  Latencies to_end = {};
};

/// A worker's word about an apply that nobody asked for: what a step of one costs, without a host.
template <Event E>
Command word_about(ApplyId apply, const E& event) {
  const auto stream = stream_of(apply);
  const auto decide = [apply, stream, event](const World& world) -> Result<Changes> {
    const auto* const known = world.apply(apply);
    return Changes{}.add(stream, known == nullptr ? 0 : known->version, event);
  };
  return {"benchmark.report", stream, decide};
}

Task<Result<JobOutcome>> run_steps(JobContext& context, std::uint32_t steps) {
  const ApplyId apply{context.job().id.value};
  for (std::uint32_t step = 0; step < steps; ++step) {
    const auto name = "replace " + std::to_string(step + 1);
    CO_TRY_DO(co_await context.report(word_about(apply, StepStarted{step, name, true})));
    context.note(word_about(apply, StepSucceeded{step, name, 1854, "/etc/ssl/site.crt"}));
  }
  co_return JobDone{};
}

class Handler final : public JobHandler {
 public:
  /// `times` belong to `loop`.
  Handler(asio::any_io_executor loop, Times& times, std::uint32_t steps)
      : loop_(std::move(loop)), times_(times), steps_(steps) {}
  std::string_view kind() const override { return "benchmark"; }
  JobRules rules() const override { return {}; }
  Result<Work> prepare(const World&, const Job&) override {
    return Work([this](JobContext& context) {
      note_start(context.job().id, Steady::now());
      return run_steps(context, steps_);
    });
  }

 private:
  void note_start(JobId id, Steady::time_point at) {
    asio::post(loop_, [this, id, at] { times_.to_start.add(at - times_.asked.at(id)); });
  }

  asio::any_io_executor loop_;
  Times& times_;
  const std::uint32_t steps_;
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
  Run(events::EventLog& log, std::size_t in_flight, std::uint32_t steps)
      : in_flight_(in_flight),
        log_(log),
        orchestrator_(loop_.get_executor(), log, clock_, random_),
        jobs_(orchestrator_, clock_, random_, workers_.executor(), {{"benchmark", in_flight}}),
        tasks_(loop_.get_executor(), clock_) {
    jobs_.add(std::make_unique<Handler>(loop_.get_executor(), times_, steps));
  }

  void measure(double duration_s) {
    asio::co_spawn(loop_, live(duration_s), asio::detached);
    loop_.run();
    const auto done = static_cast<double>(times_.to_end.count());
    Figures()
        .add("jobs_s", done / wall_s_)
        .add("cpu_us", cpu_s_ / done * 1e6)
        .add("start_p50_us", times_.to_start.percentile_us(0.5))
        .add("start_p99_us", times_.to_start.percentile_us(0.99))
        .add("end_p50_us", times_.to_end.percentile_us(0.5))
        .add("end_p99_us", times_.to_end.percentile_us(0.99))
        .print();
  }

 private:
  Task<void> live(double duration_s) {
    ensure((co_await orchestrator_.start()).has_value(), "the orchestrator starts");
    ensure((co_await jobs_.start()).has_value(), "the jobs start");
    Subscription log(log_, log_.end());
    const Meter meter;
    while (meter.wall_s() < duration_s) {
      while (times_.asked.size() < in_flight_) tasks_.spawn("ask", ask(next_id()));
      co_await see_ends(log);
    }
    wall_s_ = meter.wall_s();
    cpu_s_ = meter.cpu_s();
    const auto measured = times_.to_end;
    while (!times_.asked.empty()) co_await see_ends(log);
    times_.to_end = measured;
    (void)co_await jobs_.stop(patience);
    (void)co_await tasks_.stop(patience);
    (void)co_await orchestrator_.stop(patience);
  }

  Task<void> see_ends(Subscription& log) {
    const auto records = co_await log.next(4'096);
    ensure(records.has_value(), "the log is followed");
    const auto now = Steady::now();
    for (const auto& record : *records)
      if (record.type == JobSucceeded::type.name)
        times_.to_end.add(now - times_.asked.extract(*id_of<JobId>(record.stream)).mapped());
  }

  JobId next_id() {
    std::array<std::uint8_t, 10> chance;
    random_.fill(chance);
    const JobId id{make_uuid_v7(clock_.now(), chance)};
    times_.asked[id] = Steady::now();
    return id;
  }

  Task<Result<>> ask(JobId id) {
    const events::JobQueued job{.kind = "benchmark",
                                .pool = "benchmark",
                                .key = to_text(id),
                                .subject = stream_of(id),
                                .due = clock_.now()};
    CO_TRY_DO(co_await orchestrator_.execute(as_command(QueueJob{id, job}), {}));
    co_return Result<>{};
  }

  const std::size_t in_flight_;
  events::EventLog& log_;
  double wall_s_ = 0;
  double cpu_s_ = 0;
  Times times_;
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
  if (count != 4 && count != 5) {
    std::fprintf(stderr, "usage: jobs FOLDER IN_FLIGHT SECONDS [STEPS]\n");
    return 2;
  }
  const auto log = events::RocksLog::open({.path = arguments[1], .signer = benchmark_signer()}).value();
  const auto steps = count == 5 ? static_cast<std::uint32_t>(std::atoi(arguments[4])) : 0;
  Run(*log, static_cast<std::size_t>(std::atoi(arguments[2])), steps).measure(std::atof(arguments[3]));
}
