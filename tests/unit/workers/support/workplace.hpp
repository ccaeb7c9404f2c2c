#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "events/any_event.hpp"
#include "events/log/memory_log.hpp"
#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/memory_vault.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::tests {

/// A job handler at work: the orchestrator and its runner over a log in memory, in virtual time.
class Workplace {
 public:
  /// Only jobs of this pool run.
  explicit Workplace(std::string pool);

  /// On record before the start.
  template <events::Event E>
  void given(const StreamId& stream, const E& event) {
    append(stream, events::encode(event));
  }
  void keep(SecretRef ref, Secret secret);
  /// Starts, and runs until nothing is left to do.
  void run(std::unique_ptr<orchestrator::JobHandler> handler);

  /// While it runs.
  Task<Result<orchestrator::Receipt>> execute(orchestrator::Command command) {
    return orchestrator_.execute(std::move(command), {});
  }

  /// The types of what is on record, in order.
  std::vector<std::string> types();
  std::size_t count(const std::string& type);
  /// Types and payloads of what is on record of these types, in order.
  std::vector<std::string> told_of(std::string_view types);
  /// The last event of that kind on record; one without content when there is none.
  template <events::Event E>
  E last() {
    E found = {};
    for (const auto& record : records()) {
      const auto event = events::decode_event(record.type, record.schema, record.payload);
      if (const auto* wanted = event ? events::get_event<E>(*event) : nullptr) found = *wanted;
    }
    return found;
  }

  VirtualClock clock;
  orchestrator::SystemRandom random;
  asio::io_context io;
  events::MemoryLog log;
  orchestrator::vault::MemoryVault vault;

 private:
  void append(const StreamId& stream, events::Encoded event);
  std::vector<events::Record> records();

  std::map<StreamId, Version> versions_;
  orchestrator::Orchestrator orchestrator_;
  orchestrator::JobRunner jobs_;
};

}  // namespace kigen::tests
