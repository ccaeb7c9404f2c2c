#include "tests/simulation/rules/decision_rules.hpp"

#include <algorithm>
#include <utility>

#include "orchestrator/policies.hpp"

namespace kigen::simulation {
namespace {

using namespace events;
using namespace orchestrator;

/// The note that a consequence would have done nothing, or was refused.
std::optional<ConsequenceDeclined> declined_in(const Record& record) {
  if (record.type != ConsequenceDeclined::type.name) return std::nullopt;
  auto declined = decode_as<ConsequenceDeclined>(record.schema, record.payload);
  if (!declined) return std::nullopt;
  return *std::move(declined);
}

}  // namespace

std::deque<DecisionRules::Expected> DecisionRules::expected_of(const Changes& changes) {
  std::deque<Expected> events;
  for (const auto& part : changes.streams())
    for (const auto& event : part.events) events.push_back({part.stream, event});
  return events;
}

bool DecisionRules::begins(const std::deque<Expected>& events, const Record& record) {
  return !events.empty() && events.front().stream == record.stream &&
         events.front().event == Encoded{record.type, record.schema, record.payload};
}

void DecisionRules::sees(const Record& record, const World& before) {
  const bool goes_on = record.meta.command_id && record.meta.command_id == under_way_;
  if (!goes_on) {
    if (!expected_.empty()) object("only a part of what was decided before");
    begin(record, before);
  }
  if (!under_way_) return;
  if (begins(expected_, record))
    expected_.pop_front();
  else
    object("not what is decided on the log before it");
}

void DecisionRules::begin(const Record& record, const World& before) {
  under_way_.reset();
  expected_.clear();
  if (!record.meta.command_id) return;
  const auto known = asked_.find(*record.meta.command_id);
  if (known != asked_.end()) return begin_asked(record, known->second, before);
  if (record.meta.actor.kind == ActorKind::policy) begin_consequence(record, before);
}

void DecisionRules::begin_asked(const Record& record, const Command& command, const World& before) {
  under_way_ = record.meta.command_id;
  if (const auto changes = command.decide(before)) return void(expected_ = expected_of(*changes));
  object("accepted, and refused on the log before it");
  under_way_.reset();
}

/// Whether the record is what comes of this consequence.
bool DecisionRules::comes_of(const Command& consequence, const Record& record, const World& before) {
  const auto changes = consequence.decide(before);
  if (const auto declined = declined_in(record))
    return declined->consequence == consequence.name && (!changes || changes->empty());
  return changes && begins(expected_of(*changes), record);
}

void DecisionRules::begin_consequence(const Record& record, const World& before) {
  const auto owed = record.meta.causation ? owed_.find(*record.meta.causation) : owed_.end();
  if (owed == owed_.end()) return object("a consequence of nothing");
  const auto one = std::ranges::find_if(
      owed->second, [&](const auto& consequence) { return comes_of(consequence, record, before); });
  if (one == owed->second.end()) return object("not what follows on the log before it");
  if (!declined_in(record)) begin_asked(record, *one, before);
  owed->second.erase(one);
  if (owed->second.empty()) owed_.erase(owed);
}

void DecisionRules::object(std::string_view what) {
  if (objection_.empty()) objection_ = what;
}

void DecisionRules::saw(const Sighting& seen, const World& after) {
  if (!objection_.empty()) findings_.add(std::exchange(objection_, {}), seen.record);
  Commands owed;
  for (auto& consequence : react(after, seen.record, seen.event))
    owed.push_back(std::move(consequence.command));
  if (!owed.empty()) owed_.emplace(seen.record.position, std::move(owed));
}

void DecisionRules::at_rest() const {
  for (const auto& [cause, forgotten] : owed_)
    findings_.add("a consequence was forgotten: " + std::string(forgotten.front().name) + " of record " +
                  std::to_string(cause));
}

}  // namespace kigen::simulation
