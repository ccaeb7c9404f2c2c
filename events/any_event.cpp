#include "events/any_event.hpp"

#include <algorithm>
#include <array>

namespace kigen::events {
namespace {

/// How the payload of one event type is read.
struct Decoder {
  std::string_view type;
  Result<> (*decode)(std::uint16_t schema, std::string_view payload, AnyEvent& into);
};

template <class Aggregate, class E>
Result<> decode_one(std::uint16_t schema, std::string_view payload, AnyEvent& into) {
  auto& event = into.emplace<Aggregate>(std::in_place_type<E>);
  return decode_into(schema, payload, *std::get_if<E>(&event));
}

template <class... Es>
constexpr auto decoders_among(std::variant<Es...>*) {
  using Aggregate = std::variant<Es...>;
  return std::array<Decoder, sizeof...(Es)>{Decoder{Es::type.name, decode_one<Aggregate, Es>}...};
}

template <class... Aggregates>
consteval auto sorted_decoders(std::variant<Aggregates...>*) {
  std::array<Decoder, (std::variant_size_v<Aggregates> + ...)> all;
  auto out = all.begin();
  ((out = std::ranges::copy(decoders_among(static_cast<Aggregates*>(nullptr)), out).out), ...);
  std::ranges::sort(all, {}, &Decoder::type);
  return all;
}

constexpr auto decoders = sorted_decoders(static_cast<AnyEvent*>(nullptr));
static_assert(std::ranges::adjacent_find(decoders, {}, &Decoder::type) == decoders.end(),
              "two events share a name");

/// Whether the names of an aggregate's events begin with its word and a stop, as its streams begin with it.
template <class... Es>
consteval bool are_named_after(std::string_view word, std::variant<Es...>*) {
  return ((Es::type.name.starts_with(word) && Es::type.name.substr(word.size()).starts_with('.')) && ...);
}
consteval bool are_named_after_their_aggregates() {
  bool all = true;
  for_each_aggregate(
      [&]<class A>() { all = all && are_named_after(A::word, static_cast<typename A::Event*>(nullptr)); });
  return all;
}
static_assert(are_named_after_their_aggregates(), "an event is named after another aggregate than its own");

}  // namespace

AnyEvent::AnyEvent() = default;
AnyEvent::AnyEvent(const AnyEvent&) = default;
AnyEvent::AnyEvent(AnyEvent&&) noexcept = default;
AnyEvent& AnyEvent::operator=(const AnyEvent&) = default;
AnyEvent& AnyEvent::operator=(AnyEvent&&) noexcept = default;
AnyEvent::~AnyEvent() = default;

Result<AnyEvent> decode_event(std::string_view type, std::uint16_t schema, std::string_view payload) {
  const auto found = std::ranges::lower_bound(decoders, type, {}, &Decoder::type);
  if (found == decoders.end() || found->type != type)
    return fail(codec_errc::unknown_event, std::string(type));
  Result<AnyEvent> event;
  if (auto decoded = found->decode(schema, payload, *event); !decoded)
    return fail(std::move(decoded).error());
  return event;
}

}  // namespace kigen::events
