#pragma once

#include <optional>
#include <string>

#include "events/log/record.hpp"
#include "events/scope.hpp"
#include "projections/basis/owners.hpp"
#include "projections/log_lines/language.hpp"
#include "projections/log_lines/line.hpp"

namespace kigen::projections {

/// Who reads. What is outside of their scope does not exist for them. To those who do not see people, others
/// do not exist either: their streams and log lines are left out, and where they did something else that
/// shows, their name is. Who came in and who was kept out they do not see of themselves: what reads for a
/// person may be a token that was left anywhere. There is no reader by default: who asks must say for whom.
struct Reader {
  events::Scope scope;
  bool sees_people;  ///< admins, auditors
  UserId user = {};
  std::string mail = {};

  /// The product itself, and who has its files.
  static Reader everything() { return {events::Scope::everything(), true}; }
};

/// Whether what is theirs, or about them, is there for the reader.
bool holds(const Reader& reader, const Whose& whose);
/// Whether the stream is there for the reader.
bool is_for(const Reader& reader, const Whose& whose, const StreamId& stream);
/// The record as the reader may see it.
std::optional<events::Record> seen_by(const Reader& reader, const Whose& whose, events::Record record);
/// The same for a line of the log, which is about to be said in `language`.
std::optional<Line> seen_by(const Reader& reader, const Whose& whose, Line line, Language language);

}  // namespace kigen::projections
