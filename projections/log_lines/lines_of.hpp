#pragma once

#include <type_traits>
#include <vector>

#include "projections/fact.hpp"
#include "projections/log_lines/line.hpp"
#include "projections/log_lines/messages.hpp"

namespace kigen::projections {

/// What an event says in the log: no line, one, or several.
std::vector<Line> lines_of(const Fact& fact);

/// The arm of all events that say nothing in the log.
template <class... Es>
struct SilentOn {
  template <class E>
    requires(std::is_same_v<E, Es> || ...)
  std::vector<Line> operator()(const E&) const {
    return {};
  }
};
template <class... Es>
inline constexpr SilentOn<Es...> silent_on;

/// Created, edited or deleted, as declared with the thing.
template <class S>
std::vector<Line> lines_of(const Fact& fact, const events::KeptEvent<S>& event) {
  const auto number = static_cast<std::uint16_t>(S::kept.first_line + event.index());
  return {make_line(number, {{"name", fact.about.name}})};
}

// By aggregate. A new event does not compile until it has a line, or none on purpose.
std::vector<Line> lines_of(const Fact& fact, const events::ServiceEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::OrderEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::ApplyEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::NodeEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::JobEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::AccessEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::CaAccountEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::CompanyEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::UserEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::SystemEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::SecurityEvent& event);
std::vector<Line> lines_of(const Fact& fact, const events::VaultEvent& event);

}  // namespace kigen::projections
