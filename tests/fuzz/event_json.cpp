// Event payloads as they are read from a log. An input is "<type> <schema>\n<payload>".
#include <charconv>

#include "events/any_event.hpp"
#include "events/codec/canonical.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {
namespace {

using namespace events;

struct Stored {
  std::string_view type;
  std::uint16_t schema = 0;
  std::string_view payload;
};

Stored split(std::string_view input) {
  Stored stored;
  const auto head = input.substr(0, input.find('\n'));
  stored.type = head.substr(0, head.find(' '));
  const auto schema = head.substr(std::min(head.size(), stored.type.size() + 1));
  std::from_chars(schema.data(), schema.data() + schema.size(), stored.schema);
  stored.payload = input.substr(std::min(input.size(), head.size() + 1));
  return stored;
}

}  // namespace

void try_input(std::string_view input) {
  const auto stored = split(input);
  const auto event = decode_event(stored.type, stored.schema, stored.payload);
  if (!event) return;
  const auto written = encode(*event);
  ensure(canonical_object(written.payload).value() == written.payload, "we write canonical JSON");
  const auto again = decode_event(written.type, written.schema, written.payload);
  ensure(again && *again == *event, "what we write is read as the same event");
  const auto canonical = canonical_object(stored.payload);
  if (canonical && *canonical == stored.payload && written.schema == stored.schema)
    ensure(written.payload == stored.payload,
           "canonical bytes of today's schema are written back as they were");
}

}  // namespace kigen::fuzz
