#pragma once

#include <type_traits>
#include <utility>
#include <variant>

namespace kigen {

/// One visitor of many lambdas. Without a catch-all, a new alternative fails to compile until it is handled.
template <class... Arms>
struct overloaded : Arms... {
  using Arms::operator()...;
};

template <class... Es>
struct UnchangedBy {
  template <class E>
    requires(std::is_same_v<E, Es> || ...)
  void operator()(const E&) const {}
};
/// The arm of all events that change nothing here, where each event must be thought of.
template <class... Es>
inline constexpr UnchangedBy<Es...> unchanged_by;

/// Calls the event's arm, if it has one: for places where silence is the rule. Where a new event must not be
/// forgotten, visit with `overloaded` alone.
template <class... Es, class... Arms>
void visit_some(const std::variant<Es...>& event, Arms... arms) {
  constexpr auto is_used = []<class Arm>(const Arm*) {
    return (std::is_invocable_v<Arm&, const Es&> || ...);
  };
  static_assert((is_used(static_cast<const Arms*>(nullptr)) && ...), "an arm takes none of these events");
  std::visit(overloaded{std::move(arms)..., [](const auto&) {}}, event);
}

}  // namespace kigen
