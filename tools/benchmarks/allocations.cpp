// How often one command that appends one event asks for memory, from execute() to its durable answer: on the
// orchestrator's loop, and in the whole process, the log's own thread and RocksDB included.
//   allocations FOLDER
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

#include "events/log/rocks_log.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tools/benchmarks/figures.hpp"
#include "tools/benchmarks/folders.hpp"

namespace {

std::atomic<std::uint64_t> in_process = 0;
thread_local std::uint64_t in_thread = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++in_process;
  ++in_thread;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace {

using namespace kigen;
using namespace kigen::orchestrator;

constexpr int warming_up = 200;
constexpr int measured = 2'000;

Task<void> send(Orchestrator& orchestrator, int count) {
  for (int i = 0; i < count; ++i) {
    const auto receipt = co_await orchestrator.execute(as_command(NameCompany{std::to_string(i)}), {});
    ensure(receipt.has_value(), "the company gets a name");
  }
}

Task<void> measure(Orchestrator& orchestrator) {
  ensure((co_await orchestrator.start()).has_value(), "the orchestrator starts");
  co_await send(orchestrator, warming_up);
  const auto process_before = in_process.load();
  const auto thread_before = in_thread;
  co_await send(orchestrator, measured);
  const auto each = [](std::uint64_t all) { return static_cast<double>(all) / measured; };
  benchmarks::Figures()
      .add("loop", each(in_thread - thread_before))
      .add("process", each(in_process - process_before))
      .print();
  (void)co_await orchestrator.stop(std::chrono::seconds(10));
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fprintf(stderr, "usage: allocations FOLDER\n");
    return 2;
  }
  const auto log =
      events::RocksLog::open({.path = arguments[1], .signer = benchmarks::benchmark_signer()}).value();
  SystemClock clock;
  SystemRandom random;
  asio::io_context loop(1);
  Orchestrator orchestrator(loop.get_executor(), *log, clock, random);
  asio::co_spawn(loop, measure(orchestrator), asio::detached);
  loop.run();
}
