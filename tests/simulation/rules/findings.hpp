#pragma once

#include <string>
#include <utility>
#include <vector>

#include "events/log/record.hpp"
#include "orchestrator/world.hpp"

namespace kigen::simulation {

/// What must not be, one sentence each; empty = all is well. The first few say enough.
class Findings {
 public:
  void add(std::string what) {
    constexpr std::size_t enough = 10;
    if (all_.size() < enough) all_.push_back(std::move(what));
  }
  void add(const std::string& what, const events::Record& record) {
    add(what + ": " + record.type + " at " + std::to_string(record.position));
  }
  const std::vector<std::string>& all() const { return all_; }
  bool empty() const { return all_.empty(); }

 private:
  std::vector<std::string> all_;
};

/// A record that just became durable.
struct Sighting {
  const events::Record& record;
  const events::AnyEvent& event;
};

/// Calls `rule.on(record, event)` where the rule has one for this event.
template <class Rule, class AggregateEvent>
void follow(Rule& rule, const Sighting& seen) {
  const auto* of_aggregate = std::get_if<AggregateEvent>(&seen.event);
  if (of_aggregate == nullptr) return;
  std::visit(
      [&](const auto& event) {
        if constexpr (requires { rule.on(seen.record, event); }) rule.on(seen.record, event);
      },
      *of_aggregate);
}

}  // namespace kigen::simulation
