#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/codec/event_codec.hpp"
#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

enum class ActorKind : std::uint8_t { user, token, worker, policy, system };
template <>
struct EnumWords<ActorKind> {
  static constexpr std::array<std::string_view, 5> words{"user", "token", "worker", "policy", "system"};
};

/// Who caused an event: a person, an API token, a worker, a policy, or the product itself.
struct Actor {
  ActorKind kind = ActorKind::system;
  std::string id = {};  ///< as log/actor.hpp makes it, job kind, policy name; at most 128 bytes

  static constexpr auto fields = field_list(field("kind", &Actor::kind), field("id", &Actor::id));
  friend bool operator==(const Actor&, const Actor&) = default;
};

/// What all events of one append share.
struct Metadata {
  Instant time = {};  ///< when it was decided (Clock port)
  Actor actor = {};
  Uuid correlation = {};                   ///< one per request from outside, passed on to all consequences
  std::optional<Position> causation = {};  ///< the event that this is a consequence of
  std::optional<std::string> command_id =
      {};  ///< 1–128 bytes; makes a repeated append answer as the first did
};

/// One stored event. Its canonical JSON (docs/formats/event-log.md) is the Merkle leaf.
struct Record {
  Position position = 0;
  StreamId stream = {};
  Version version = 1;
  std::optional<Position> previous = {};  ///< position of this stream's record before this one
  std::string type = {};
  std::uint16_t schema = 1;
  Metadata meta = {};
  std::string payload = {};  ///< canonical JSON object
};

inline constexpr std::size_t max_record_bytes = 65'535;

/// The record's canonical bytes.
std::string encode_record(const Record& record);
/// Exact inverse of encode_record; anything else is an error.
Result<Record> decode_record(std::string_view json);

}  // namespace kigen::events
