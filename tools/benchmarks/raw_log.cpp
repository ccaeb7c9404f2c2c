// The floor under the event log: RocksDB alone, 8-byte positions and events of EVENT_BYTES that say nothing.
//   raw_log funnel FOLDER PRODUCERS SECONDS   producers hand events to one committer, which writes what waits
//                                             in one synced write and wakes them
//   raw_log alone  FOLDER SECONDS             one synced write after the other
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "events/core/mutex.hpp"
#include "tools/benchmarks/figures.hpp"

using namespace kigen::benchmarks;
using kigen::Condition;
using kigen::Mutex;
using kigen::MutexLock;

namespace {

constexpr std::size_t event_bytes = 400;
constexpr std::size_t event_kinds = 4'096;  // made beforehand: the log is measured, not the random numbers

/// As much chance in each as in a real record: three ids among text that repeats.
std::string make_event(std::mt19937_64& random) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string event = R"({"stream":"apply-","type":"apply.step_succeeded","actor":{"kind":"worker"},"ids":")";
  for (int i = 0; i < 96; ++i) event += digits[random() % digits.size()];
  event += R"(","payload":{"name":"install certificate","detail":"/etc/apache2/ssl/server.crt"}})";
  event.resize(event_bytes, ' ');
  return event;
}

std::vector<std::string> make_events() {
  std::mt19937_64 random(7);
  std::vector<std::string> events(event_kinds);
  for (auto& event : events) event = make_event(random);
  return events;
}

void check(const rocksdb::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.ToString().c_str());
  std::exit(1);
}

class RawLog {
 public:
  explicit RawLog(const std::string& folder) {
    rocksdb::Options options;
    options.create_if_missing = true;
    check(rocksdb::DestroyDB(folder, options));
    rocksdb::DB* opened = nullptr;
    check(rocksdb::DB::Open(options, folder, &opened));
    db_.reset(opened);
  }
  /// Durable when it returns.
  void write(const std::vector<const std::string*>& events) {
    rocksdb::WriteBatch batch;
    for (const auto* const event : events) {
      const auto key = __builtin_bswap64(end_++);
      batch.Put({reinterpret_cast<const char*>(&key), sizeof key}, *event);
    }
    rocksdb::WriteOptions synced;
    synced.sync = true;
    check(db_->Write(synced, &batch));
  }
  std::uint64_t end() const { return end_; }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::uint64_t end_ = 0;
};

/// Gathers what waits into one write.
class Funnel {
 public:
  explicit Funnel(RawLog& log) : log_(log), committer_([this] { commit_all(); }) {}
  ~Funnel() {
    {
      const MutexLock lock(mutex_);
      closed_ = true;
    }
    changed_.notify_one();
    committer_.join();
  }
  /// Durable when it returns.
  void append(const std::string& event) {
    std::atomic<bool> stored = false;
    {
      const MutexLock lock(mutex_);
      waiting_.push_back({&event, &stored});
    }
    changed_.notify_one();
    stored.wait(false);
  }

 private:
  struct Pending {
    const std::string* event;
    std::atomic<bool>* stored;
  };
  std::vector<Pending> take() {
    const MutexLock lock(mutex_);
    while (!closed_ && waiting_.empty()) changed_.wait(mutex_);
    return std::exchange(waiting_, {});
  }
  void commit_all() {
    for (auto work = take(); !work.empty(); work = take()) {
      std::vector<const std::string*> events;
      events.reserve(work.size());
      for (const auto& pending : work) events.push_back(pending.event);
      log_.write(events);
      for (const auto& pending : work) {
        pending.stored->store(true);
        pending.stored->notify_one();
      }
    }
  }

  RawLog& log_;
  Mutex mutex_;
  Condition changed_;
  std::vector<Pending> waiting_ GUARDED_BY(mutex_);
  bool closed_ GUARDED_BY(mutex_) = false;
  std::thread committer_;  // last: starts when all is there
};

void measure_funnel(const std::string& folder, int producers, double duration_s) {
  const auto events = make_events();
  RawLog log(folder);
  Meter meter;
  {
    Funnel funnel(log);
    const auto produce = [&](std::size_t at) {
      while (meter.wall_s() < duration_s) funnel.append(events[at++ % event_kinds]);
    };
    std::vector<std::jthread> threads;
    threads.reserve(static_cast<std::size_t>(producers));
    for (int i = 0; i < producers; ++i) threads.emplace_back(produce, 131 * static_cast<std::size_t>(i));
  }
  const auto count = static_cast<double>(log.end());
  Figures().add("events_s", count / meter.wall_s()).add("cpu_us", meter.cpu_s() / count * 1e6).print();
}

void measure_alone(const std::string& folder, double duration_s) {
  const auto events = make_events();
  RawLog log(folder);
  Latencies latencies;
  const Meter meter;
  while (meter.wall_s() < duration_s) {
    const auto start = Steady::now();
    log.write({&events[log.end() % event_kinds]});
    latencies.add(Steady::now() - start);
  }
  Figures()
      .add("cpu_us", meter.cpu_s() / static_cast<double>(latencies.count()) * 1e6)
      .add(latencies)
      .print();
}

}  // namespace

int main(int count, char** arguments) {
  const std::string mode = count > 1 ? arguments[1] : "";
  if (mode == "funnel" && count == 5) {
    measure_funnel(arguments[2], std::atoi(arguments[3]), std::atof(arguments[4]));
    return 0;
  }
  if (mode == "alone" && count == 4) {
    measure_alone(arguments[2], std::atof(arguments[3]));
    return 0;
  }
  std::fprintf(stderr, "usage: raw_log funnel FOLDER PRODUCERS SECONDS | raw_log alone FOLDER SECONDS\n");
  return 2;
}
