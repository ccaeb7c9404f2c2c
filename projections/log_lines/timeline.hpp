#pragma once

#include <vector>

#include "projections/fact.hpp"
#include "projections/log_lines/language.hpp"
#include "projections/log_lines/line.hpp"

namespace kigen::projections {

/// A line of one thing's history as it is kept.
struct TimedLine {
  Position position = 0;
  Instant time = {};
  Line line = {};

  static constexpr auto fields =
      events::field_list(events::field("position", &TimedLine::position),
                         events::field("time", &TimedLine::time), events::field("line", &TimedLine::line));
};

/// Adds what the fact says.
void append_lines(std::vector<TimedLine>& history, const Fact& fact);
std::vector<TimelineEntry> timeline_of(const std::vector<TimedLine>& history, Language language);

}  // namespace kigen::projections
