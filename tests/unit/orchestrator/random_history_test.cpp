#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "unit/orchestrator/installation.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

/// What the log says about open orders and applies and running jobs, counted without the World.
class Census {
 public:
  void count(const Record& record, const AnyEvent& event) {
    if (const auto* order = std::get_if<OrderEvent>(&event)) count(record.stream, *order);
    if (const auto* apply = std::get_if<ApplyEvent>(&event)) count(record.stream, *apply);
    if (const auto* job = std::get_if<JobEvent>(&event)) count(record.stream, *job);
  }

 private:
  /// `holder` has `what` alone until it ends.
  void take(const StreamId& holder, const std::string& what) {
    RC_ASSERT(held_.emplace(what, holder).second);
  }
  void leave(const StreamId& holder) {
    std::erase_if(held_, [&](const auto& entry) { return entry.second == holder; });
  }
  void count(const StreamId& stream, const OrderEvent& event) {
    if (const auto* requested = std::get_if<OrderRequested>(&event))
      take(stream, "order " + to_text(requested->service));
    if (std::holds_alternative<OrderRegistered>(event) || std::holds_alternative<OrderFailed>(event) ||
        std::holds_alternative<OrderCancelled>(event))
      leave(stream);
  }
  void count(const StreamId& stream, const ApplyEvent& event) {
    if (const auto* requested = std::get_if<ApplyRequested>(&event))
      take(stream, "apply " + to_text(requested->node));
    if (std::holds_alternative<ApplySucceeded>(event) || std::holds_alternative<ApplyRolledBack>(event) ||
        std::holds_alternative<ApplyFailed>(event) || std::holds_alternative<ApplyCancelled>(event))
      leave(stream);
  }
  void count(const StreamId& stream, const JobEvent& event) {
    if (const auto* queued = std::get_if<JobQueued>(&event)) keys_[stream] = queued->key;
    if (std::holds_alternative<JobStarted>(event))
      take(stream, "key " + keys_[stream]);
    else
      leave(stream);
  }

  std::map<std::string, StreamId> held_;
  std::map<StreamId, std::string> keys_;
};

std::vector<std::string> owed_at(World& world, const Record& record) {
  std::vector<std::string> owed;
  const auto event = world.fold(record);
  RC_ASSERT(event.has_value());
  for (const auto& [policy, n, command] : react(world, record, *event))
    owed.push_back(std::string(policy) + " " + std::string(command.name) + " " + command.stream.text);
  return owed;
}

RC_GTEST_PROP(RandomHistory, folds_without_gaps_and_never_does_one_thing_twice_at_once, ()) {
  Installation installation;
  installation.run(50 + pick(150));
  RC_ASSERT(!::testing::Test::HasFailure());
  const auto& history = installation.history;
  Census census;
  for (std::size_t i = 0; i < history.records.size(); ++i)
    census.count(history.records[i], history.decoded[i]);
}

RC_GTEST_PROP(RandomHistory, owes_the_same_at_every_fold, ()) {
  Installation installation;
  installation.run(50 + pick(50));
  World once;
  World again;
  for (const auto& record : installation.history.records)
    RC_ASSERT(owed_at(once, record) == owed_at(again, record));
  RC_ASSERT(once.queue().waiting() == installation.history.world.queue().waiting());
  RC_ASSERT(once.queue().parked() == installation.history.world.queue().parked());
}

}  // namespace
}  // namespace kigen::orchestrator
