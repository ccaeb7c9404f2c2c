// What it takes to compute everything anew from the log: decoding its records, folding them into the views,
// folding them into the World, each beside a raw iterator over the same records.
//   replay FOLDER THOUSANDS_OF_EVENTS
#include <rocksdb/iterator.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <cstdlib>

#include "orchestrator/world.hpp"
#include "projections/replay.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/folders.hpp"
#include "tools/benchmarks/history.hpp"

using namespace kigen;
using namespace kigen::benchmarks;

namespace {

constexpr std::size_t events_a_service = 63;
constexpr std::size_t read_batch = 1'024;

struct Pace {
  double events_s = 0;
  double cpu_us = 0;  // an event
};
Pace pace_of(double events, const Meter& meter) {
  return {events / meter.wall_s(), meter.cpu_s() / events * 1e6};
}

Pace iterate(const std::filesystem::path& folder, double& bytes) {
  Pace pace;
  with_raw_log(folder, [&](rocksdb::DB& database, const Families& families) {
    double count = 0;
    const Meter meter;
    const std::unique_ptr<rocksdb::Iterator> at(database.NewIterator({}, families.front()));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      bytes += static_cast<double>(at->value().size());
      ++count;
    }
    pace = pace_of(count, meter);
    bytes /= count;
  });
  return pace;
}

/// How `use` takes the log's events in batches.
template <class Use>
Task<void> read_all(events::EventLog& log, Pace& pace, Use use) {
  const Meter meter;
  for (Position at = 0; at < log.end();) {
    const auto records = (co_await log.read(at, read_batch)).value();
    for (const auto& record : records) use(record);
    at += records.size();
  }
  pace = pace_of(static_cast<double>(log.end()), meter);
}

Task<void> fold_views(events::EventLog& log, Pace& pace) {
  const Meter meter;
  const auto views = (co_await projections::fold_to(log, log.end())).value();
  pace = pace_of(static_cast<double>(views->position()), meter);
}

void finish(asio::io_context& loop, Task<void> task) {
  asio::co_spawn(loop, std::move(task), asio::detached);
  loop.restart();
  loop.run();
}

void measure(const std::filesystem::path& folder, std::size_t services) {
  double record_bytes = 0;
  Pace decoded, folded, viewed;
  write_log(folder, Past::whole, services, benchmark_signer());
  const auto raw = iterate(folder, record_bytes);
  const auto log = events::RocksLog::open({.path = folder, .signer = benchmark_signer()}).value();
  asio::io_context loop(1);
  finish(loop, read_all(*log, decoded, [](const events::Record&) {}));
  orchestrator::World world;
  const auto fold = [&](const events::Record& record) {
    const auto done = world.fold(record);
    ensure(done.has_value(), done ? "" : describe(done.error()));
  };
  finish(loop, read_all(*log, folded, fold));
  finish(loop, fold_views(*log, viewed));
  Figures()
      .add("raw_events_s", raw.events_s)
      .add("raw_cpu_us", raw.cpu_us)
      .add("decoded_events_s", decoded.events_s)
      .add("decoded_cpu_us", decoded.cpu_us)
      .add("world_events_s", folded.events_s)
      .add("world_cpu_us", folded.cpu_us)
      .add("views_events_s", viewed.events_s)
      .add("views_cpu_us", viewed.cpu_us)
      .add("record_bytes", record_bytes)
      .print();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: replay FOLDER THOUSANDS_OF_EVENTS\n");
    return 2;
  }
  const auto events = static_cast<std::size_t>(std::atoi(arguments[2])) * 1'000;
  measure(arguments[1], events / events_a_service);
}
