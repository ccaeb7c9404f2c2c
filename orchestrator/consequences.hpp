#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/log/record.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/policies.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// Gathers what follows from one record; the policies of the aggregates write into it. Lives for one `react`.
class Consequences {
 public:
  Consequences(const World& world, const events::Record& record) : world_(world), record_(record) {}

  /// As it stands right after the record.
  const World& world() const { return world_; }
  const StreamId& stream() const { return record_.stream; }
  /// The id in the record's stream name.
  template <class SomeId>
  SomeId id() const {
    const auto id = id_of<SomeId>(record_.stream);
    ensure(id.has_value(), "a folded record's stream holds its id");
    return *id;
  }
  Instant now() const { return record_.meta.time; }

  // `policy` is a word of [a-z_] for the rule that wants it: it stands in the log, so it keeps its meaning.

  /// For the next command of this policy.
  template <class SomeId>
  SomeId fresh_id(std::string_view policy) const {
    return derived_id<SomeId>(record_, policy, count_of(policy));
  }

  template <class Command>
  void add(std::string_view policy, Command command) {
    all_.push_back({policy, counts_[policy]++, as_command(std::move(command))});
  }
  /// Adds a command unless it would change nothing or be refused as things stand.
  template <class Command>
  void add_if_of_use(std::string_view policy, Command command) {
    const auto changes = decide(world_, command);
    if (changes && !changes->empty()) add(policy, std::move(command));
  }
  void queue(std::string_view policy, events::JobQueued job) {
    add(policy, QueueJob{fresh_id<JobId>(policy), std::move(job)});
  }
  /// Drops the jobs about `subject` that wait or are parked; of one kind, or of all when `kind` is empty.
  void cancel_jobs(std::string_view policy, const StreamId& subject, const std::string& reason,
                   std::string_view kind = {});

  std::vector<Consequence> take() && { return std::move(all_); }

 private:
  std::uint32_t count_of(std::string_view policy) const {
    const auto found = counts_.find(policy);
    return found == counts_.end() ? 0 : found->second;
  }

  const World& world_;
  const events::Record& record_;
  std::map<std::string_view, std::uint32_t> counts_;  // by policy
  std::vector<Consequence> all_;
};

// Each aggregate's own policy; nothing follows by itself from the events of those that have none.
void react(Consequences& then, const events::ServiceEvent& event);
void react(Consequences& then, const events::OrderEvent& event);
void react(Consequences& then, const events::ApplyEvent& event);
void react(Consequences& then, const events::NodeEvent& event);
void react(Consequences& then, const events::AccessEvent& event);
void react(Consequences& then, const events::CaAccountEvent& event);
void react(Consequences& then, const events::JobEvent& event);
void react(Consequences& then, const events::SystemEvent& event);

}  // namespace kigen::orchestrator
