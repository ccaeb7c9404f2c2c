#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"

namespace kigen::events {

/// Stream of the product's own life.
inline constexpr std::string_view system_word = "system";
inline const StreamId system_stream{std::string(system_word)};

struct SystemStarted {
  std::string version = {};
  bool after_crash = false;  ///< the run before did not end with system.stopped
  static constexpr EventType type{.name = "system.started"};
  static constexpr auto fields =
      field_list(field("version", &SystemStarted::version), field("afterCrash", &SystemStarted::after_crash));
  friend bool operator==(const SystemStarted&, const SystemStarted&) = default;
};

struct SystemStopped {
  static constexpr EventType type{.name = "system.stopped"};
  static constexpr auto fields = field_list();
  friend bool operator==(const SystemStopped&, const SystemStopped&) = default;
};

/// A consequence of an event was due and its aggregate refused it, or had nothing to do: the reason stays
/// readable.
struct ConsequenceDeclined {
  std::string consequence = {};  ///< name of the command
  std::string code = {};         ///< error word; empty = nothing to do
  std::string detail = {};
  std::optional<StreamId> about = {};  ///< that event's stream; none in records of versions without it
  static constexpr EventType type{.name = "system.consequence_declined", .schema = 2};
  static constexpr auto fields = field_list(
      field("consequence", &ConsequenceDeclined::consequence), field("code", &ConsequenceDeclined::code),
      field("detail", &ConsequenceDeclined::detail), field("about", &ConsequenceDeclined::about).added_in(2));
  friend bool operator==(const ConsequenceDeclined&, const ConsequenceDeclined&) = default;
};

/// Everything that policies owed for the records before `through` is done. A policy that a later version adds
/// starts behind this mark, not at the beginning of history.
struct PoliciesSettled {
  Position through = 0;
  static constexpr EventType type{.name = "system.policies_settled"};
  static constexpr auto fields = field_list(field("through", &PoliciesSettled::through));
  friend bool operator==(const PoliciesSettled&, const PoliciesSettled&) = default;
};

using SystemEvent = std::variant<SystemStarted, SystemStopped, ConsequenceDeclined, PoliciesSettled>;

}  // namespace kigen::events
