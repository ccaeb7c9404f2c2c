#include "projections/fact.hpp"

#include <array>

#include "projections/errors.hpp"

namespace kigen::projections {
namespace {

using events::Record;

std::unexpected<Error> undecodable(const Record& record, const std::string& why) {
  return fail(projection_errc::undecodable, "record " + std::to_string(record.position) + " (" + record.type +
                                                " of " + record.stream.text + "): " + why);
}

template <class Event>
Result<AnyEvent> decode_as_one_of(const Record& record) {
  auto event = events::decode<Event>(record.type, record.schema, record.payload);
  if (!event) return undecodable(record, describe(event.error()));
  return AnyEvent(std::move(*event));
}

struct Aggregate {
  std::string_view name;
  bool has_id;
  Result<AnyEvent> (*decode)(const Record&);
};

/// The busiest first.
constexpr std::array aggregates{
    Aggregate{"apply", true, decode_as_one_of<events::ApplyEvent>},
    Aggregate{"job", true, decode_as_one_of<events::JobEvent>},
    Aggregate{"order", true, decode_as_one_of<events::OrderEvent>},
    Aggregate{"node", true, decode_as_one_of<events::NodeEvent>},
    Aggregate{"service", true, decode_as_one_of<events::ServiceEvent>},
    Aggregate{"access", true, decode_as_one_of<events::AccessEvent>},
    Aggregate{"ca_account", true, decode_as_one_of<events::CaAccountEvent>},
    Aggregate{"user", true, decode_as_one_of<events::UserEvent>},
    Aggregate{"company", false, decode_as_one_of<events::CompanyEvent>},
    Aggregate{"system", false, decode_as_one_of<events::SystemEvent>},
};

const Aggregate* aggregate_named(std::string_view name) {
  for (const auto& aggregate : aggregates)
    if (aggregate.name == name) return &aggregate;
  return nullptr;
}

}  // namespace

Result<Decoded> decode_event(const Record& record) {
  const auto name = std::string_view(record.type).substr(0, record.type.find('.'));
  const auto* const aggregate = aggregate_named(name);
  if (aggregate == nullptr) return undecodable(record, "unknown aggregate");
  if (aggregate_of(record.stream) != name) return undecodable(record, "the stream is of another aggregate");
  Decoded decoded;
  if (aggregate->has_id) {
    const auto id = parse_uuid(
        std::string_view(record.stream.text).substr(std::min(record.stream.text.size(), name.size() + 1)));
    if (!id) return undecodable(record, "the stream's name holds no id");
    decoded.id = *id;
  }
  TRY(decoded.event, aggregate->decode(record));
  return decoded;
}

}  // namespace kigen::projections
