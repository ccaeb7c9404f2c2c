// Stored records: what `kigen verify`, replay and the views read from a log that anybody may have touched.
#include "events/codec/canonical.hpp"
#include "events/log/record.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace events;
  if (is_plainly_canonical(input))
    ensure(canonical_object(input).value_or("") == input, "what is plainly canonical is canonical");
  const auto record = decode_record(input);
  if (!record) return;
  const auto payload = canonical_object(record->payload);
  if (!payload) return;  // decode_record takes payloads unread; whoever decodes or verifies them refuses
  auto canonical = *record;
  canonical.payload = *payload;
  const auto bytes = encode_record(canonical);
  ensure(canonical_object(bytes).value() == bytes, "records are written as canonical JSON");
  const auto again = decode_record(bytes);
  ensure(again && encode_record(*again) == bytes, "a written record is read as the same record");
  if (canonical_object(input).value_or("") == input)
    ensure(record->payload == *payload, "a canonical record has a canonical payload");
}

}  // namespace kigen::fuzz
