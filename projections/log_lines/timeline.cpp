#include "projections/log_lines/timeline.hpp"

#include "projections/log_lines/messages.hpp"

namespace kigen::projections {

void append_lines(std::vector<TimedLine>& history, const Fact& fact) {
  for (const auto& line : fact.lines) history.push_back({fact.position(), fact.time(), line});
}

std::vector<TimelineEntry> timeline_of(const std::vector<TimedLine>& history, Language language) {
  std::vector<TimelineEntry> entries;
  entries.reserve(history.size());
  for (const auto& [position, time, line] : history)
    entries.push_back(
        {position, time, line.number, line.severity, parameters_of(line), render(line, language)});
  return entries;
}

}  // namespace kigen::projections
