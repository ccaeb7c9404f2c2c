#include "projections/part.hpp"

#include "events/state/evolution.hpp"

namespace kigen::projections {

std::string Part::generation() {
  auto text = std::string(events::evolution) + ' ' + std::to_string(meaning_) + '\n' + other_layout();
  for (auto* const table : tables()) text += table->layout() + '\n';
  return text;
}

Result<> Part::write(Batch& batch) {
  for (auto* const table : tables()) TRY_DO(table->write(batch));
  return {};
}

void Part::commit() {
  for (auto* const table : tables()) table->commit();
}

}  // namespace kigen::projections
