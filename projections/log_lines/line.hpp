#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::projections {

enum class LogLevel : std::uint8_t { info, warning, error };

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::LogLevel> {
  static constexpr std::array<std::string_view, 3> words{"info", "warning", "error"};
};

namespace kigen::projections {

/// What an event says in the log: a message number, which form of it, and the values that its wording wants,
/// in the order that the message table declares. Rendered in a language only when it is read.
struct Line {
  std::uint16_t number = 0;
  std::string form = {};  ///< empty for the usual form
  LogLevel severity = LogLevel::info;
  std::vector<std::string> values = {};

  static constexpr auto fields =
      events::field_list(events::field("number", &Line::number), events::field("form", &Line::form),
                         events::field("severity", &Line::severity), events::field("values", &Line::values));
  friend bool operator==(const Line&, const Line&) = default;
};

/// A named value of a message.
struct Parameter {
  std::string name = {};
  std::string value = {};

  static constexpr auto fields =
      events::field_list(events::field("name", &Parameter::name), events::field("value", &Parameter::value));
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

/// One line of an order's or apply's history, rendered.
struct TimelineEntry {
  Position position = 0;
  Instant time = {};
  std::uint16_t message_number = 0;
  LogLevel severity = LogLevel::info;
  std::vector<Parameter> parameters = {};
  std::string message = {};

  static constexpr auto fields = events::field_list(
      events::field("position", &TimelineEntry::position), events::field("time", &TimelineEntry::time),
      events::field("messageNumber", &TimelineEntry::message_number),
      events::field("severity", &TimelineEntry::severity),
      events::field("parameters", &TimelineEntry::parameters),
      events::field("message", &TimelineEntry::message));
};

}  // namespace kigen::projections
