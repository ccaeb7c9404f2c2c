// The World's rows: how long the fold stands still while a part of them is written, and how long a start
// takes with and without them.
//   world_rows FOLDER SERVICES
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <cstdio>
#include <cstdlib>

#include "events/log/rocks_log.hpp"
#include "orchestrator/runtime/world_keeper.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/folders.hpp"
#include "tools/benchmarks/history.hpp"
#include "tools/kigen/server/world_store.hpp"

using namespace kigen;
using namespace kigen::benchmarks;
using orchestrator::World;
using orchestrator::WorldKeeper;

namespace {

constexpr std::size_t fold_batch = 512;  // as the orchestrator's

Task<void> fold_all(events::EventLog& log, World& world, WorldKeeper& keeper, Latencies& stood_still) {
  while (world.end() < log.end()) {
    const auto records = (co_await log.read(world.end(), fold_batch)).value();
    for (const auto& record : records) {
      const auto folded = world.fold(record);
      ensure(folded.has_value(), folded ? "" : describe(folded.error()));
      keeper.note(record);
    }
    if (!keeper.is_due(world)) continue;
    const auto start = Steady::now();
    auto part = keeper.next_part(world);
    stood_still.add(Steady::now() - start);
    ensure((co_await keeper.write(std::move(part))).has_value(), "a part is written");
  }
  ensure((co_await keeper.keep(world)).has_value(), "the rest is written");
}

Task<void> recall_and_fold(events::EventLog& log, WorldKeeper& keeper, Latencies& stood_still) {
  auto world = (co_await keeper.recall()).value();
  co_await fold_all(log, world, keeper, stood_still);
}

/// Opens rows and World as a start does, folds what is missing; seconds.
double start(events::EventLog& log, const std::filesystem::path& folder, const asio::any_io_executor& pool,
             Latencies& stood_still) {
  const Meter meter;
  const auto rows = tools::WorldStore::open(folder, pool).value();
  WorldKeeper keeper({rows.get()}, log);
  asio::io_context loop{1};
  auto ended = asio::co_spawn(loop, recall_and_fold(log, keeper, stood_still), asio::use_future);
  loop.run();
  ended.get();
  return meter.wall_s();
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: world_rows FOLDER SERVICES\n");
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  const auto signer = benchmark_signer();
  write_log(folder / "log", Past::whole, static_cast<std::size_t>(std::atoi(arguments[2])), signer);
  const auto log = events::RocksLog::open({.path = folder / "log", .signer = signer}).value();
  asio::thread_pool pool{1};
  Latencies stood_still, nothing;
  Figures figures;
  figures.add("fold_s", start(*log, folder / "world", pool.get_executor(), stood_still));
  figures.add("recall_s", start(*log, folder / "world", pool.get_executor(), nothing));
  figures.add("events", static_cast<double>(log->end())).add(stood_still).print();
}
