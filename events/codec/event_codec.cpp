#include "events/codec/event_codec.hpp"

namespace kigen::events {

Result<> read_payload(const EventType& type, std::uint16_t schema, std::string_view payload, void* event,
                      std::span<const FieldReader> fields) {
  if (schema == 0) return fail(codec_errc::wrong_type, std::string(type.name) + ": schemas count from 1");
  if (schema > type.schema) return fail(codec_errc::newer_schema, std::string(type.name));
  auto read = read_document(payload, event, fields, schema);
  if (read) return read;
  auto error = std::move(read).error();
  error.detail = std::string(type.name) + (error.detail.empty() ? "" : ": " + error.detail);
  return fail(std::move(error));
}

}  // namespace kigen::events
