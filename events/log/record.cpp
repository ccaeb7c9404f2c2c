#include "events/log/record.hpp"

namespace kigen::events {
namespace {

constexpr std::string_view payload_key = ",\"payload\":";

/// All of a record but the payload, as it is stored.
struct Envelope {
  Position position = 0;
  StreamId stream = {};
  Version version = 1;
  std::optional<Position> previous = {};
  std::string type = {};
  std::uint16_t schema = 1;
  Instant time = {};
  Actor actor = {};
  std::string correlation = {};
  std::optional<Position> causation = {};
  std::optional<std::string> command_id = {};

  static constexpr auto fields = field_list(
      field("position", &Envelope::position), field("stream", &Envelope::stream),
      field("version", &Envelope::version), field("previous", &Envelope::previous),
      field("type", &Envelope::type), field("schema", &Envelope::schema), field("time", &Envelope::time),
      field("actor", &Envelope::actor), field("correlation", &Envelope::correlation),
      field("causation", &Envelope::causation), field("commandId", &Envelope::command_id));
};

/// Where the payload begins: the first `,"payload":` outside strings. Field values before it may hold any
/// text, but inside a JSON string a quote is always escaped, so the sequence cannot occur there.
std::size_t find_payload(std::string_view json) { return json.find(payload_key); }

}  // namespace

std::string encode_record(const Record& record) {
  const Envelope envelope{record.position,       record.stream,         record.version,
                          record.previous,       record.type,           record.schema,
                          record.meta.time,      record.meta.actor,     to_text(record.meta.correlation),
                          record.meta.causation, record.meta.command_id};
  std::string json = to_json(envelope);
  json.pop_back();
  json += payload_key;
  json += record.payload;
  json += '}';
  return json;
}

Result<Record> decode_record(std::string_view json) {
  const auto split = find_payload(json);
  if (split == std::string_view::npos || json.back() != '}')
    return fail(codec_errc::missing_field, {}, "payload");
  TRY(auto envelope, from_json<Envelope>(std::string(json.substr(0, split)) + "}"));
  TRY(auto correlation, parse_uuid(envelope.correlation));
  const auto start = split + payload_key.size();
  Record record;
  record.position = envelope.position;
  record.stream = std::move(envelope.stream);
  record.version = envelope.version;
  record.previous = envelope.previous;
  record.type = std::move(envelope.type);
  record.schema = envelope.schema;
  record.meta = {envelope.time, std::move(envelope.actor), correlation, envelope.causation,
                 std::move(envelope.command_id)};
  record.payload = json.substr(start, json.size() - start - 1);
  return record;
}

}  // namespace kigen::events
