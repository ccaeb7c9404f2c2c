#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

enum class ApplyReason : std::uint8_t { requested, scheduled, issued };
template <>
struct EnumWords<ApplyReason> {
  static constexpr std::array<std::string_view, 3> words{"requested", "scheduled", "issued"};
};

/// A generation shall be installed on a node (R28).
struct ApplyRequested {
  ServiceId service = {};
  NodeId node = {};
  std::uint8_t slot = 1;
  std::string serial = {};
  ApplyReason reason = ApplyReason::requested;
  std::optional<Instant> scheduled_for = {};
  std::optional<OrderId> order = {};  ///< that brought the certificate, when it is installed by itself
  static constexpr EventType type{.name = "apply.requested", .schema = 2};
  static constexpr auto fields = field_list(
      field("service", &ApplyRequested::service), field("node", &ApplyRequested::node),
      field("slot", &ApplyRequested::slot), field("serial", &ApplyRequested::serial),
      field("reason", &ApplyRequested::reason), field("scheduledFor", &ApplyRequested::scheduled_for),
      field("order", &ApplyRequested::order).added_in(2));
  friend bool operator==(const ApplyRequested&, const ApplyRequested&) = default;
};

/// A run over the steps begins; attempt > 1 after an interruption or a failure before any live change.
struct ApplyStarted {
  std::uint32_t attempt = 1;
  std::uint32_t steps = 0;
  std::string served_before = {};  ///< serial that a rollback must bring back; empty = none was seen
  static constexpr EventType type{.name = "apply.started", .schema = 2};
  static constexpr auto fields =
      field_list(field("attempt", &ApplyStarted::attempt), field("steps", &ApplyStarted::steps),
                 field("servedBefore", &ApplyStarted::served_before).added_in(2));
  friend bool operator==(const ApplyStarted&, const ApplyStarted&) = default;
};

/// A step is known by its name; the index says where it stands among those of the version that ran it.
struct StepStarted {
  std::uint32_t index = 0;
  std::string name = {};
  std::optional<bool> undoable = {};  ///< whether it has an undo, owed from now on; none: it was not noted
  std::optional<bool> live = {};      ///< whether it changes what the server reads; none: it was not noted
  static constexpr EventType type{.name = "apply.step_started", .schema = 3};
  static constexpr auto fields = field_list(
      field("index", &StepStarted::index), field("name", &StepStarted::name),
      field("undoable", &StepStarted::undoable).added_in(2), field("live", &StepStarted::live).added_in(3));
  friend bool operator==(const StepStarted&, const StepStarted&) = default;
};

struct StepSucceeded {
  std::uint32_t index = 0;
  std::string name = {};
  std::uint32_t message = 1850;  ///< message number
  std::string detail = {};
  static constexpr EventType type{.name = "apply.step_succeeded"};
  static constexpr auto fields =
      field_list(field("index", &StepSucceeded::index), field("name", &StepSucceeded::name),
                 field("message", &StepSucceeded::message), field("detail", &StepSucceeded::detail));
  friend bool operator==(const StepSucceeded&, const StepSucceeded&) = default;
};

struct StepFailed {
  std::uint32_t index = 0;
  std::string name = {};
  std::uint32_t message = 1812;
  std::string code = {};  ///< error word
  std::string detail = {};
  /// Whether a command of ours was begun on the node, or may have been; none: nobody noted it, so it may.
  std::optional<bool> touched = {};
  static constexpr EventType type{.name = "apply.step_failed", .schema = 2};
  static constexpr auto fields =
      field_list(field("index", &StepFailed::index), field("name", &StepFailed::name),
                 field("message", &StepFailed::message), field("code", &StepFailed::code),
                 field("detail", &StepFailed::detail), field("touched", &StepFailed::touched).added_in(2));
  friend bool operator==(const StepFailed&, const StepFailed&) = default;
};

/// Everything that started is put back, last first (R27).
struct RollbackStarted {
  std::string reason = {};
  static constexpr EventType type{.name = "apply.rollback_started"};
  static constexpr auto fields = field_list(field("reason", &RollbackStarted::reason));
  friend bool operator==(const RollbackStarted&, const RollbackStarted&) = default;
};

struct StepUndoStarted {
  std::uint32_t index = 0;
  std::string name = {};
  static constexpr EventType type{.name = "apply.step_undo_started"};
  static constexpr auto fields =
      field_list(field("index", &StepUndoStarted::index), field("name", &StepUndoStarted::name));
  friend bool operator==(const StepUndoStarted&, const StepUndoStarted&) = default;
};

struct StepUndone {
  std::uint32_t index = 0;
  std::string name = {};
  std::uint32_t message = 1862;
  std::string detail = {};
  static constexpr EventType type{.name = "apply.step_undone"};
  static constexpr auto fields =
      field_list(field("index", &StepUndone::index), field("name", &StepUndone::name),
                 field("message", &StepUndone::message), field("detail", &StepUndone::detail));
  friend bool operator==(const StepUndone&, const StepUndone&) = default;
};

struct StepUndoFailed {
  std::uint32_t index = 0;
  std::string name = {};
  std::string code = {};
  std::string detail = {};
  static constexpr EventType type{.name = "apply.step_undo_failed"};
  static constexpr auto fields =
      field_list(field("index", &StepUndoFailed::index), field("name", &StepUndoFailed::name),
                 field("code", &StepUndoFailed::code), field("detail", &StepUndoFailed::detail));
  friend bool operator==(const StepUndoFailed&, const StepUndoFailed&) = default;
};

/// The node serves the generation, seen from outside (or the node is not checked: served_serial empty).
struct ApplySucceeded {
  std::string serial = {};
  std::string served_serial = {};
  static constexpr EventType type{.name = "apply.succeeded"};
  static constexpr auto fields = field_list(field("serial", &ApplySucceeded::serial),
                                            field("servedSerial", &ApplySucceeded::served_serial));
  friend bool operator==(const ApplySucceeded&, const ApplySucceeded&) = default;
};

/// Failed before anything was changed that the server reads: the node is as it was.
struct ApplyFailed {
  std::string code = {};  ///< error word
  std::string reason = {};
  static constexpr EventType type{.name = "apply.failed"};
  static constexpr auto fields =
      field_list(field("code", &ApplyFailed::code), field("reason", &ApplyFailed::reason));
  friend bool operator==(const ApplyFailed&, const ApplyFailed&) = default;
};

/// Failed, put back, and seen to serve what it served before.
struct ApplyRolledBack {
  std::string reason = {};
  std::string served_serial = {};
  static constexpr EventType type{.name = "apply.rolled_back"};
  static constexpr auto fields = field_list(field("reason", &ApplyRolledBack::reason),
                                            field("servedSerial", &ApplyRolledBack::served_serial));
  friend bool operator==(const ApplyRolledBack&, const ApplyRolledBack&) = default;
};

/// Failed, and what the node serves now is not proved: a person must look, and then retry the rollback or
/// cancel.
struct ApplyStuck {
  std::string reason = {};
  static constexpr EventType type{.name = "apply.stuck"};
  static constexpr auto fields = field_list(field("reason", &ApplyStuck::reason));
  friend bool operator==(const ApplyStuck&, const ApplyStuck&) = default;
};

/// A person has mended what kept a stuck apply from being put back: what is not undone yet is tried again.
struct RollbackRetried {
  static constexpr EventType type{.name = "apply.rollback_retried"};
  static constexpr auto fields = field_list();
  friend bool operator==(const RollbackRetried&, const RollbackRetried&) = default;
};

struct ApplyCancelled {
  std::string reason = {};
  static constexpr EventType type{.name = "apply.cancelled"};
  static constexpr auto fields = field_list(field("reason", &ApplyCancelled::reason));
  friend bool operator==(const ApplyCancelled&, const ApplyCancelled&) = default;
};

using ApplyEvent = std::variant<ApplyRequested, ApplyStarted, StepStarted, StepSucceeded, StepFailed,
                                RollbackStarted, StepUndoStarted, StepUndone, StepUndoFailed, ApplySucceeded,
                                ApplyFailed, ApplyRolledBack, ApplyStuck, RollbackRetried, ApplyCancelled>;

}  // namespace kigen::events
