#include "projections/decoded.hpp"

#include "projections/errors.hpp"

namespace kigen::projections {
namespace {

using events::Record;

std::unexpected<Error> undecodable(const Record& record, const std::string& why) {
  return fail(projection_errc::undecodable, "record " + std::to_string(record.position) + " (" + record.type +
                                                " of " + record.stream.text + "): " + why);
}

/// The streams of these aggregates are the only ones of their kind.
bool has_id(std::string_view aggregate) { return aggregate != "company" && aggregate != "system"; }

}  // namespace

Result<Decoded> decode(const Record& record) {
  const auto aggregate = std::string_view(record.type).substr(0, record.type.find('.'));
  if (aggregate_of(record.stream) != aggregate)
    return undecodable(record, "the stream is of another aggregate");
  Decoded decoded;
  if (has_id(aggregate)) {
    const std::string_view stream = record.stream.text;
    const auto id = parse_uuid(stream.substr(std::min(stream.size(), aggregate.size() + 1)));
    if (!id) return undecodable(record, "the stream's name holds no id");
    decoded.id = *id;
  }
  auto event = events::decode_event(record.type, record.schema, record.payload);
  if (!event) return undecodable(record, describe(event.error()));
  decoded.event = std::move(*event);
  return decoded;
}

}  // namespace kigen::projections
