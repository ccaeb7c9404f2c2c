// Durable appends a second: PRODUCERS coroutines on one loop, each waiting for its append before the next
// one. Usage: append FOLDER [SECONDS]   (one JSON line per number of producers)
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "events/job_events.hpp"
#include "events/log/rocks_log.hpp"

using namespace kigen;
using Steady = std::chrono::steady_clock;

namespace {

struct Measured {
  Steady::time_point end;
  std::vector<float> latencies_us = {};
};

/// As a job's life: a stream of its own, ten events, then the next stream.
events::AppendRequest next_request(int producer, std::size_t number) {
  const auto stream = "job-" + std::to_string(producer) + "-" + std::to_string(number / 10);
  events::JobStarted started{.attempt = 1, .lease_until = Instant(std::chrono::seconds(1'800'000'000))};
  events::AppendRequest request{{{{stream}, number % 10, {events::encode(started)}}}, {}};
  request.meta.actor = {events::ActorKind::worker, "install"};
  request.meta.command_id = stream + "/" + std::to_string(number % 10);
  return request;
}

Task<void> produce(events::EventLog& log, int producer, Measured& measured) {
  for (std::size_t number = 0; Steady::now() < measured.end; ++number) {
    const auto start = Steady::now();
    const auto appended = co_await log.append(next_request(producer, number));
    ensure(appended.has_value(), appended ? "" : describe(appended.error()));
    measured.latencies_us.push_back(std::chrono::duration<float, std::micro>(Steady::now() - start).count());
  }
}

void measure(const std::filesystem::path& folder, int producers, std::chrono::milliseconds duration) {
  std::filesystem::remove_all(folder);
  const auto signer = events::Signer::from_seed("benchmark", std::array<std::uint8_t, 32>{}).value();
  const auto log = events::RocksLog::open({.path = folder, .signer = signer}).value();
  asio::io_context loop(1);
  Measured measured{Steady::now() + duration};
  for (int i = 0; i < producers; ++i) asio::co_spawn(loop, produce(*log, i, measured), asio::detached);
  loop.run();
  auto& latencies = measured.latencies_us;
  std::ranges::sort(latencies);
  std::printf("{\"producers\":%d,\"appends_s\":%.0f,\"p50_us\":%.0f,\"p99_us\":%.0f}\n", producers,
              static_cast<double>(latencies.size()) / std::chrono::duration<double>(duration).count(),
              static_cast<double>(latencies[latencies.size() / 2]),
              static_cast<double>(latencies[latencies.size() * 99 / 100]));
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: append FOLDER [SECONDS]\n");
    return 2;
  }
  const std::chrono::seconds duration(count > 2 ? std::atoi(arguments[2]) : 5);
  for (const int producers : {1, 64, 256})
    measure(std::filesystem::path(arguments[1]) / "log", producers, duration);
}
