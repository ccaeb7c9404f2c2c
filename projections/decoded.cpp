#include "projections/decoded.hpp"

#include "projections/errors.hpp"

namespace kigen::projections {
namespace {

using events::Record;

std::unexpected<Error> undecodable(const Record& record, const std::string& why) {
  return fail(projection_errc::undecodable, "record " + std::to_string(record.position) + " (" + record.type +
                                                " of " + record.stream.text + "): " + why);
}

}  // namespace

Result<Decoded> decode(const Record& record) {
  const auto aggregate = std::string_view(record.type).substr(0, record.type.find('.'));
  if (aggregate_of(record.stream) != aggregate)
    return undecodable(record, "the stream is of another aggregate");
  Decoded decoded;
  Result<Uuid> id;
  events::for_aggregate(aggregate, [&]<class Aggregate>() {
    if constexpr (!Aggregate::is_single) {
      if (const auto known = id_of<typename Aggregate::Id>(record.stream))
        id = known->value;
      else
        id = fail(known.error());
    }
  });
  if (!id) return undecodable(record, "the stream's name holds no id");
  decoded.id = *id;
  auto event = events::decode_event(record.type, record.schema, record.payload);
  if (!event) return undecodable(record, describe(event.error()));
  decoded.event = std::move(*event);
  return decoded;
}

}  // namespace kigen::projections
