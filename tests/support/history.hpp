#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "events/codec/event_codec.hpp"
#include "events/log/record.hpp"

namespace kigen::tests {

/// The n-th id of its kind; later ones sort later.
template <class SomeId>
SomeId id(std::uint8_t n) {
  SomeId made;
  made.value.bytes = {0x01, 0x9a, 0xa0, 0, 0, n, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, n};
  return made;
}

/// 2026-11-22 00:00:00 UTC, shifted.
inline Instant at(Duration shift = {}) {
  return Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)) + shift;
}

/// Records as a log would hold them: dense positions and versions, a second and a half from one to the next.
class History {
 public:
  template <events::Event E>
  History& add(const StreamId& stream, const E& event, events::Actor actor = {}) {
    auto encoded = events::encode(event);
    auto& head = heads_[stream.text];
    events::Record record;
    record.position = records_.size();
    record.stream = stream;
    record.version = head.version + 1;
    if (head.version > 0) record.previous = head.position;
    record.type = std::move(encoded.type);
    record.schema = encoded.schema;
    record.meta.time = at(std::chrono::milliseconds(1'500) * records_.size());
    record.meta.actor = std::move(actor);
    record.payload = std::move(encoded.payload);
    head = {record.version, record.position};
    records_.push_back(std::move(record));
    return *this;
  }

  const std::vector<events::Record>& records() const { return records_; }
  Position end() const { return records_.size(); }
  /// Of the newest record.
  Instant now() const { return records_.back().meta.time; }

 private:
  struct Head {
    Version version = 0;
    Position position = 0;
  };
  std::vector<events::Record> records_;
  std::unordered_map<std::string, Head> heads_;
};

}  // namespace kigen::tests
