// Durable appends through the public interface of the event log, as in the product: expected versions, Merkle
// tree, and the views following. PRODUCERS coroutines on one loop each wait for their append before the next.
//   append FOLDER PRODUCERS SECONDS [no-views]
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "events/log/rocks_log.hpp"
#include "projections/runner.hpp"
#include "tools/benchmarks/applies.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/folders.hpp"

using namespace kigen;
using namespace kigen::benchmarks;
using namespace kigen::events;

namespace {

struct Run {
  EventLog& log;
  double duration_s;
  Meter meter = {};
  Latencies latencies = {};
};

Task<void> produce(Run& run, std::uint64_t producer) {
  Applies applies(producer);
  while (run.meter.wall_s() < run.duration_s) {
    const auto start = Steady::now();
    const auto appended = co_await run.log.append(applies.next());
    ensure(appended.has_value(), appended ? "" : describe(appended.error()));
    run.latencies.add(Steady::now() - start);
  }
}

/// The views beside the log, followed on the producers' loop, folded on a thread of their own.
class Following {
 public:
  Following(asio::io_context& loop, EventLog& log, const std::filesystem::path& folder)
      : loop_(loop),
        views_(projections::Views::open(folder).value()),
        runner_(log, *views_, pool_.get_executor()) {
    asio::co_spawn(loop_, runner_.run(), asio::bind_cancellation_slot(stop_.slot(), asio::detached));
  }
  /// Runs the loop until the views reflect all of the log.
  void catch_up(EventLog& log) {
    asio::co_spawn(loop_, reach(log.end()), asio::detached);
    loop_.restart();
    loop_.run();
  }

 private:
  Task<void> reach(Position end) {
    if (end > 0) (void)co_await runner_.wait_until(end - 1);
    stop_.emit(asio::cancellation_type::terminal);
  }

  asio::io_context& loop_;
  asio::thread_pool pool_{1};
  std::unique_ptr<projections::Views> views_;
  projections::Runner runner_;
  asio::cancellation_signal stop_;
};

Task<double> mean_bytes_of_records(EventLog& log) {
  double bytes = 0, count = 0;
  for (const auto& record : (co_await log.read(log.end() / 2, 1'000)).value())
    bytes += static_cast<double>(encode_record(record).size()), ++count;
  co_return bytes / count;
}

double mean_record_bytes(EventLog& log, asio::io_context& loop) {
  auto mean = asio::co_spawn(loop, mean_bytes_of_records(log), asio::use_future);
  loop.restart();
  loop.run();
  return mean.get();
}

void measure(const std::filesystem::path& folder, int producers, double duration_s, bool with_views) {
  std::filesystem::remove_all(folder);
  const auto log = RocksLog::open({.path = folder / "log", .signer = benchmark_signer()}).value();
  asio::io_context loop(1);
  std::optional<Following> following;
  if (with_views) following.emplace(loop, *log, folder / "views");
  Run run{*log, duration_s};
  for (int i = 0; i < producers; ++i)
    asio::co_spawn(loop, produce(run, static_cast<std::uint64_t>(i)), asio::detached);
  while (run.meter.wall_s() < duration_s && loop.run_one() > 0) {
  }
  const auto events_s = static_cast<double>(run.latencies.count()) / run.meter.wall_s();
  if (following) following->catch_up(*log);
  loop.run();
  Figures()
      .add("events_s", events_s)
      .add("cpu_us", run.meter.cpu_s() / static_cast<double>(log->end()) * 1e6)
      .add("record_bytes", mean_record_bytes(*log, loop))
      .add(run.latencies)
      .print();
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 4) {
    std::fprintf(stderr, "usage: append FOLDER PRODUCERS SECONDS [no-views]\n");
    return 2;
  }
  measure(arguments[1], std::atoi(arguments[2]), std::atof(arguments[3]), count == 4);
}
