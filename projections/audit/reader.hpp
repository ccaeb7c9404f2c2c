#pragma once

#include <optional>
#include <string>

#include "events/log/record.hpp"
#include "projections/log_lines/language.hpp"
#include "projections/log_lines/line.hpp"

namespace kigen::projections {

/// Who reads. To those who do not see people, others do not exist: their streams and log lines are left out,
/// and where they did something else that shows, their name is. Who came in and who was kept out they do not
/// see of themselves either: what reads for a person may be a token that was left anywhere.
struct Reader {
  bool sees_people = true;  ///< admins, auditors
  UserId user = {};
  std::string mail = {};
};

/// Whether the stream is there for the reader.
bool is_for(const Reader& reader, const StreamId& stream);
/// The record as the reader may see it.
std::optional<events::Record> seen_by(const Reader& reader, events::Record record);
/// The same for a line of the log, which is about to be said in `language`.
std::optional<Line> seen_by(const Reader& reader, Line line, Language language);

}  // namespace kigen::projections
