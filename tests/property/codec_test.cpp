// decode(encode(e)) = e, for every event there is and for records.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "events/any_event.hpp"
#include "events/codec/canonical.hpp"
#include "events/log/record.hpp"

namespace kigen::events {
namespace {

/// Text of any characters: ASCII with all its controls, Japanese, and beyond the basic plane.
rc::Gen<std::string> any_text() {
  const auto character = rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange(0, 128), [](int c) { return std::string(1, static_cast<char>(c)); }),
      rc::gen::element<std::string>("\"", "\\", "期", "\u00a0", "\u2028", "\U0001f511"));
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(character), [](const auto& characters) {
    std::string text;
    for (const auto& c : characters) text += c;
    return text;
  });
}

rc::Gen<Uuid> any_uuid() {
  return rc::gen::map(rc::gen::container<std::vector<std::uint8_t>>(16, rc::gen::arbitrary<std::uint8_t>()),
                      [](const auto& bytes) {
                        Uuid id;
                        std::ranges::copy(bytes, id.bytes.begin());
                        return id;
                      });
}

rc::Gen<Instant> any_instant() {
  constexpr std::int64_t first = -62'135'596'800'000'000,
                         last = 253'402'300'799'999'999;  // the years 1 to 9999
  return rc::gen::map(
      rc::gen::oneOf(rc::gen::inRange(first, last), rc::gen::element(first, std::int64_t{0}, last)),
      [](std::int64_t us) { return Instant(Duration(us)); });
}

rc::Gen<StreamId> any_stream() {
  const auto characters = rc::gen::container<std::string>(rc::gen::elementOf(std::string("abcz019-_")));
  return rc::gen::map(characters,
                      [](const std::string& text) { return StreamId{("s" + text).substr(0, 64)}; });
}

/// Any value of a field.
template <class T>
struct Any {
  static T get() { return *rc::gen::arbitrary<T>(); }
};
template <>
struct Any<std::string> {
  static std::string get() { return *any_text(); }
};
template <>
struct Any<Instant> {
  static Instant get() { return *any_instant(); }
};
template <>
struct Any<StreamId> {
  static StreamId get() { return *any_stream(); }
};
template <class Tag>
struct Any<Id<Tag>> {
  static Id<Tag> get() { return {*any_uuid()}; }
};
template <Worded E>
struct Any<E> {
  static E get() { return static_cast<E>(*rc::gen::inRange<std::size_t>(0, EnumWords<E>::words.size())); }
};
template <class T>
struct Any<std::optional<T>> {
  static std::optional<T> get() {
    return *rc::gen::arbitrary<bool>() ? std::optional(Any<T>::get()) : std::nullopt;
  }
};
template <class T>
struct Any<std::vector<T>> {
  static std::vector<T> get() {
    std::vector<T> values(*rc::gen::inRange<std::size_t>(0, 4));
    for (auto& value : values) value = Any<T>::get();
    return values;
  }
};
template <Declared T>
struct Any<T> {
  static T get() {
    T value;
    for_each_field<T>([&](const auto& field) {
      auto& member = value.*field.member;
      member = Any<std::remove_reference_t<decltype(member)>>::get();
    });
    return value;
  }
};
template <Union T>
struct Any<T> {
  static T get() {
    T value;
    value.become(*rc::gen::inRange<std::size_t>(0, T::words.size()));
    value.visit([]<class K>(K& held) { held = Any<K>::get(); });
    return value;
  }
};

TEST(CodecProperty, every_event_comes_back_as_it_was) {
  for_each_event([]<class E>() {
    EXPECT_TRUE(rc::check(std::string(E::type.name), [] {
      const auto event = Any<E>::get();
      const auto encoded = encode(event);
      RC_ASSERT(*canonical_object(encoded.payload) == encoded.payload);
      const auto back = decode_event(encoded.type, encoded.schema, encoded.payload);
      RC_ASSERT(back.has_value());
      const auto* const same = get_event<E>(*back);
      RC_ASSERT(same != nullptr && *same == event);
    }));
  });
}

TEST(CodecProperty, every_record_comes_back_as_it_was) {
  EXPECT_TRUE(rc::check([] {
    Record record;
    record.position = Any<Position>::get();
    record.stream = Any<StreamId>::get();
    record.version = Any<Version>::get();
    record.previous = Any<std::optional<Position>>::get();
    record.type = Any<std::string>::get();
    record.schema = Any<std::uint16_t>::get();
    record.meta = {Any<Instant>::get(),
                   {Any<ActorKind>::get(), Any<std::string>::get()},
                   *any_uuid(),
                   Any<std::optional<Position>>::get(),
                   Any<std::optional<std::string>>::get()};
    record.payload = to_json(Any<JobQueued>::get());
    const auto bytes = encode_record(record);
    RC_ASSERT(*canonical_object(bytes) == bytes);
    const auto back = decode_record(bytes);
    RC_ASSERT(back.has_value());
    RC_ASSERT(encode_record(*back) == bytes);
    RC_ASSERT(back->payload == record.payload);
    RC_ASSERT(back->type == record.type);
    RC_ASSERT(back->meta.actor == record.meta.actor);
    RC_ASSERT(back->meta.command_id == record.meta.command_id);
    RC_ASSERT(back->meta.time == record.meta.time);
  }));
}

TEST(CodecProperty, changed_bytes_are_refused_or_mean_something_else) {
  EXPECT_TRUE(rc::check([] {
    const auto event = Any<JobQueued>::get();
    auto payload = encode(event).payload;
    const auto at = *rc::gen::inRange<std::size_t>(0, payload.size());
    const auto to = *rc::gen::arbitrary<char>();
    RC_PRE(payload[at] != to);
    payload[at] = to;
    const auto back = decode_as<JobQueued>(1, payload);
    RC_ASSERT(!back || *back != event || *canonical_object(payload) != payload);
  }));
}

}  // namespace
}  // namespace kigen::events
