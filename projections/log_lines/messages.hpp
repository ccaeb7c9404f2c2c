#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "projections/log_lines/language.hpp"
#include "projections/log_lines/line.hpp"

namespace kigen::projections {

/// One form of a message number: how it is said. "{name}" stands for a parameter; a part in square brackets
/// is left out, with the blank before it, when all its parameters are empty.
struct Message {
  std::uint16_t number;
  std::string_view form;  ///< empty for the usual one
  LogLevel severity;      ///< unless the line says otherwise
  std::string_view module;
  std::string_view parameters;  ///< names, separated by commas, in the order that lines store their values
  std::string_view en;
  std::string_view ja;
};

/// Says that something went wrong, and no more than that.
inline constexpr std::uint16_t unspecific = 98;

/// All of them, by number; the usual form of a number first.
std::span<const Message> all_messages();
/// The number's form, else its usual form, else the unspecific one.
const Message& message_of(std::uint16_t number, std::string_view form = {});
/// Whether the wording has a place for that value.
bool takes(const Message& message, std::string_view parameter);

/// A named value on its way into a line.
using Value = std::pair<std::string_view, std::string_view>;
/// A line of a known number; values that its wording does not want are dropped.
Line make_line(std::uint16_t number, std::initializer_list<Value> values = {}, std::string_view form = {});

/// The values by name.
std::vector<Parameter> parameters_of(const Line& line);
/// The wording with its values.
std::string render(const Line& line, Language language);

// The table, in parts by number.
std::span<const Message> common_messages();   // 0000–1799
std::span<const Message> outside_messages();  // 1800–2999
std::span<const Message> own_messages();      // 3000–
/// Of kept things, as declared with them: their numbers lie between the others.
std::span<const Message> kept_messages();

}  // namespace kigen::projections
