// Durable appends through the public interface of the event log, as in the product: expected versions, Merkle
// tree, and the views following. PRODUCERS coroutines on one loop each wait for their append before the next.
//   append FOLDER PRODUCERS SECONDS [no-views]
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include "events/apply_events.hpp"
#include "events/log/rocks_log.hpp"
#include "projections/runner.hpp"
#include "tools/benchmarks/figures.hpp"

using namespace kigen;
using namespace kigen::benchmarks;
using namespace kigen::events;

namespace {

template <class SomeId>
SomeId nth_id(std::uint64_t number) {
  SomeId id;
  for (std::size_t i = 0; i < 8; ++i)
    id.value.bytes[i] = static_cast<std::uint8_t>((number * 0x9E3779B97F4A7C15u) >> (8 * i));
  id.value.bytes[6] = 0x70;
  id.value.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

/// Applies, one after the other: requested, started, nine steps with their intent and outcome.
class Applies {
 public:
  explicit Applies(std::uint64_t producer) : producer_(producer) {}

  AppendRequest next() {
    if (version_ == events_each) ++number_, version_ = 0;
    AppendRequest request{{{stream_of(apply()), version_, {event()}}}, {}};
    request.meta.time = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
    request.meta.actor = {ActorKind::worker, "apply.run"};
    request.meta.correlation = apply().value;
    if (version_ == 0)
      request.meta.command_id = "policy/" + std::to_string(number_) + "/" + std::to_string(producer_);
    ++version_;
    return request;
  }

 private:
  static constexpr Version events_each = 20;

  ApplyId apply() const { return nth_id<ApplyId>(producer_ << 32 | number_); }
  Encoded event() const {
    if (version_ == 0)
      return encode(ApplyRequested{.service = nth_id<ServiceId>(producer_),
                                   .node = nth_id<NodeId>(producer_),
                                   .serial = "0492b1c7d2a88e01f3"});
    if (version_ == 1) return encode(ApplyStarted{1, 9});
    const auto step = static_cast<std::uint32_t>(version_ / 2 - 1);
    if (version_ % 2 == 0) return encode(StepStarted{step, "replace certificate files"});
    return encode(StepSucceeded{step, "replace certificate files", 1854,
                                "/etc/apache2/ssl/www.example.com/server.crt"});
  }

  std::uint64_t producer_;
  std::uint64_t number_ = 0;
  Version version_ = 0;
};

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

double mean_record_bytes(EventLog& log, asio::io_context& loop) {
  double bytes = 0, count = 0;
  const auto look = [&]() -> Task<void> {
    for (const auto& record : (co_await log.read(log.end() / 2, 1'000)).value())
      bytes += static_cast<double>(encode_record(record).size()), ++count;
  };
  asio::co_spawn(loop, look(), asio::detached);
  loop.restart();
  loop.run();
  return bytes / count;
}

void measure(const std::filesystem::path& folder, int producers, double duration_s, bool with_views) {
  std::filesystem::remove_all(folder);
  const auto signer = Signer::from_seed("benchmark", std::array<std::uint8_t, 32>{}).value();
  const auto log = RocksLog::open({.path = folder / "log", .signer = signer}).value();
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
