// Bytes on disk for each record of 400 bytes, hashes and indexes included.
//   disk FOLDER THOUSANDS_OF_EVENTS
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <cstdlib>

#include "events/log/rocks_log.hpp"
#include "tools/benchmarks/applies.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/folders.hpp"

using namespace kigen;
using namespace kigen::benchmarks;

namespace {

constexpr std::uint64_t producers = 1'024;

Task<void> produce(events::EventLog& log, std::uint64_t producer, Position end) {
  Applies applies(producer);
  while (log.end() < end) ensure((co_await log.append(applies.next())).has_value(), "an append was stored");
}

double fill(const std::filesystem::path& folder, Position end) {
  const auto log = events::RocksLog::open({.path = folder, .signer = benchmark_signer()}).value();
  asio::io_context loop(1);
  for (std::uint64_t i = 0; i < producers; ++i) asio::co_spawn(loop, produce(*log, i, end), asio::detached);
  loop.run();
  return static_cast<double>(log->end());
}

/// Without the write-ahead log, whose size is bounded: opening writes what it holds into tables.
void settle(const std::filesystem::path& folder) {
  with_raw_log(folder, [](rocksdb::DB&, const Families&) {});
}

void compact(const std::filesystem::path& folder) {
  with_raw_log(folder, [](rocksdb::DB& database, const Families& families) {
    rocksdb::CompactRangeOptions options;
    options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
    for (auto* const family : families)
      ensure(database.CompactRange(options, family, nullptr, nullptr).ok(), "compacted");
  });
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: disk FOLDER THOUSANDS_OF_EVENTS\n");
    return 2;
  }
  const std::filesystem::path folder = arguments[1];
  const auto events = fill(folder, static_cast<Position>(std::atoi(arguments[2])) * 1'000);
  settle(folder);
  Figures figures;
  figures.add("young_bytes", bytes_below(folder) / events);
  compact(folder);
  figures.add("settled_bytes", bytes_below(folder) / events).print();
}
