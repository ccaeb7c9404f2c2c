#include "tests/simulation/rules/stream_rules.hpp"

namespace kigen::simulation {

void StreamRules::saw(const Sighting& seen) {
  const auto& record = seen.record;
  auto& head = heads_[record.stream];
  if (record.version != head.version + 1) findings_.add("a gap in its stream", record);
  if (record.previous != (head.version > 0 ? std::optional(head.position) : std::nullopt))
    findings_.add("does not lead back to its stream's record before", record);
  if (record.meta.time < newest_) findings_.add("time runs backwards", record);
  check_command(record);
  head = {record.version, record.position};
  newest_ = record.meta.time;
}

/// The records of one append stand together and share their command.
void StreamRules::check_command(const events::Record& record) {
  const auto& command = record.meta.command_id;
  const bool is_consequence = record.meta.actor.kind == events::ActorKind::policy;
  if (is_consequence && !command) findings_.add("a consequence that nothing marks as done", record);
  if (!command) return;
  const auto [known, first] = commands_.try_emplace(*command, record.position);
  if (!first && known->second + 1 != record.position)
    findings_.add("a command was carried out twice, " + *command, record);
  known->second = record.position;
  const bool is_word_of_none = record.type == events::ConsequenceDeclined::type.name;
  if (!first || !is_consequence || is_word_of_none) return;
  // What begins with it has a fresh name.
  const auto what = std::to_string(*record.meta.causation) + " " + record.meta.actor.id + " " +
                    (record.version == 1 ? record.type : record.stream.text) + " " + record.payload;
  if (!consequences_.insert(what).second) findings_.add("one event had a consequence twice", record);
}

}  // namespace kigen::simulation
