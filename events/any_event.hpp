#pragma once

#include <type_traits>
#include <variant>

#include "events/aggregates.hpp"
#include "events/codec/event_codec.hpp"

namespace kigen::events {

/// An event, by its aggregate.
using EventOfAggregate = Aggregates::Events;

/// An event of any aggregate. A class and not the variant itself, so that how each event there is gets
/// copied, moved and destroyed is compiled once and not in every file that passes one on.
class AnyEvent : public EventOfAggregate {
 public:
  AnyEvent();
  AnyEvent(const AnyEvent&);
  AnyEvent(AnyEvent&&) noexcept;
  AnyEvent& operator=(const AnyEvent&);
  AnyEvent& operator=(AnyEvent&&) noexcept;
  ~AnyEvent();
};

/// By the event's name; unknown_event when there is none of that name. Thread-safe.
Result<AnyEvent> decode_event(std::string_view type, std::uint16_t schema, std::string_view payload);

/// Calls `visitor` with the event itself.
template <class Visitor>
decltype(auto) visit_event(Visitor&& visitor, const AnyEvent& any) {
  return std::visit([&](const auto& event) -> decltype(auto) { return std::visit(visitor, event); }, any);
}

template <class E, class Variant>
inline constexpr bool is_alternative = false;
template <class E, class... Es>
inline constexpr bool is_alternative<E, std::variant<Es...>> = (std::is_same_v<E, Es> || ...);

/// The event when it is an E, null otherwise.
template <Event E>
const E* get_event(const AnyEvent& any) {
  return std::visit(
      []<class Aggregate>(const Aggregate& event) -> const E* {
        if constexpr (is_alternative<E, Aggregate>) return std::get_if<E>(&event);
        return nullptr;
      },
      any);
}

/// Calls `use.template operator()<E>()` for each event type, aggregate by aggregate.
template <class Use>
void for_each_event(Use&& use) {
  const auto each_of = [&]<class... Es>(std::variant<Es...>*) { (use.template operator()<Es>(), ...); };
  [&]<class... Aggregates>(std::variant<Aggregates...>*) {
    (each_of(static_cast<Aggregates*>(nullptr)), ...);
  }(static_cast<AnyEvent*>(nullptr));
}

}  // namespace kigen::events
