#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/simulation/rules/decision_rules.hpp"
#include "tests/support/disk_log.hpp"

#include <boost/asio/thread_pool.hpp>

namespace kigen::orchestrator::testing {

/// The orchestrator as the product runs it, on a thread of its own and a log on disk, for commands that come
/// from several threads at the same moment.
class Together {
 public:
  Together();
  ~Together();

  /// A command that must not be refused; the next one is sent when it is answered.
  template <class C>
  void done(C command) {
    must(as_command(std::move(command)));
  }
  /// All at the same moment; the answers in the order of the commands.
  std::vector<Result<Receipt>> send(const std::vector<Command>& commands);

  /// As it stands now.
  World world();
  Instant now() const { return clock_.now(); }
  template <class SomeId>
  SomeId fresh() {
    return fresh_id<SomeId>(clock_.now(), random_);
  }

  /// Stops, then looks at the whole log: the rules of the simulation that hold for any history, and every
  /// receipt.
  void examine();

 private:
  struct Answered {
    std::string command_id;
    Receipt receipt;
  };
  void must(const Command& command);
  Context context_of(const Command& command);
  void stop();
  std::vector<events::Record> records();
  void examine_receipts();

  tests::DiskLog log_;
  SystemClock clock_;
  SystemRandom random_;
  simulation::Findings findings_;
  simulation::DecisionRules decisions_{findings_};
  std::vector<Answered> answered_;
  std::size_t sent_ = 0;
  bool stopped_ = false;
  asio::thread_pool callers_{3};
  asio::thread_pool loop_{1};
  Orchestrator orchestrator_;
};

}  // namespace kigen::orchestrator::testing
