#pragma once

#include <gtest/gtest.h>

#include <map>
#include <ostream>
#include <source_location>
#include <string>
#include <vector>

#include "events/codec/event_codec.hpp"
#include "orchestrator/changes.hpp"
#include "orchestrator/command.hpp"
#include "orchestrator/policies.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator::testing {

/// An id that is easy to tell from others; numbers order them.
template <class SomeId>
SomeId id(std::uint8_t number) {
  SomeId made;
  made.value.bytes.back() = number;
  return made;
}

inline constexpr Instant start = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
constexpr Instant day(int n) { return start + std::chrono::days(n); }
constexpr Instant second(int n) { return start + std::chrono::seconds(n); }

/// An event of a stream, as a decision wants it appended.
struct Fact {
  template <events::Event E>
  Fact(StreamId of, const E& event) : stream(std::move(of)), encoded(events::encode(event)) {}
  Fact(StreamId of, events::Encoded event) : stream(std::move(of)), encoded(std::move(event)) {}
  StreamId stream;
  events::Encoded encoded;
  friend bool operator==(const Fact&, const Fact&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Fact& fact) {
    return out << fact.stream.text << ": " << fact.encoded.type << fact.encoded.payload;
  }
};

std::vector<Fact> facts_of(const Changes& changes);

/// Records fed through a World one by one, as from the log.
class History {
 public:
  History();
  History(const History&);
  History(History&&) noexcept;
  History& operator=(const History&);
  ~History();

  /// What happened, with nobody asked whether it may.
  template <events::Event E>
  History& given(const StreamId& stream, const E& event) {
    owed.clear();
    fold(stream, events::encode(event));
    return *this;
  }

  /// What the command decides now.
  template <class Command>
  Result<Changes> when(const Command& command) const {
    return decide(world, command);
  }

  /// Decides a command that must not be refused and appends what it decided.
  template <class Command>
  History& done(const Command& command) {
    auto changes = when(command);
    EXPECT_TRUE(changes) << Command::name << ": " << describe(changes.error());
    if (changes) append(*changes);
    return *this;
  }

  /// Appends a decision's events; the expected versions must be the streams' own.
  void append(const Changes& changes);

  World world;
  Instant now = start;
  std::vector<events::Record> records;
  std::vector<events::AnyEvent> decoded;
  std::vector<Consequence> owed;  ///< what the policies want after the last `given`, `done` or `append`

  /// The id that a policy's n-th command takes from the last record.
  template <class SomeId>
  SomeId derived(std::string_view policy, std::uint32_t n = 0) const {
    return derived_id<SomeId>(records.back(), policy, n);
  }

 private:
  void fold(const StreamId& stream, const events::Encoded& encoded);

  std::map<StreamId, Version> versions_;
};

/// The decision wants exactly these events.
void then(const Result<Changes>& result, const std::vector<Fact>& facts,
          std::source_location where = std::source_location::current());
void then_nothing(const Result<Changes>& result,
                  std::source_location where = std::source_location::current());

/// What is owed, done in its order, appends exactly these events.
void follows(History history, const std::vector<Fact>& facts,
             std::source_location where = std::source_location::current());
void nothing_follows(const History& history, std::source_location where = std::source_location::current());

/// The decision is a no with this code, message number and field.
void refused(const Result<Changes>& result, std::error_code code, int message, const std::string& field = {},
             std::source_location where = std::source_location::current());

}  // namespace kigen::orchestrator::testing
