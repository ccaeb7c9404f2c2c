#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "events/any_event.hpp"
#include "events/log/record.hpp"
#include "projections/log_lines/line.hpp"

namespace kigen::projections {

/// What a slot of a service holds.
struct HeldCertificate {
  std::uint8_t slot = 1;
  std::string serial = {};

  static constexpr auto fields = events::field_list(events::field("slot", &HeldCertificate::slot),
                                                    events::field("serial", &HeldCertificate::serial));
  friend bool operator==(const HeldCertificate&, const HeldCertificate&) = default;
};

/// What a record is about, under the names it had then. The texts live until the record was folded.
struct About {
  std::optional<ServiceId> service = {};
  std::optional<NodeId> node = {};
  std::string_view name = {};  ///< of the stream's own thing
  std::string_view service_name = {};
  std::string_view node_name = {};
  std::string_view site_name = {};                     ///< where the node stands
  std::string_view check_target = {};                  ///< what a check of the node looks at
  bool by_schedule = false;                            ///< a job that nobody waits for
  std::span<const HeldCertificate> certificates = {};  ///< that the service holds
};

using StatePointer = events::Aggregates::StatePointers;

/// What a view folds: one record, decoded once for all views.
struct Fact {
  const events::Record& record;
  const events::AnyEvent& event;
  const Uuid& id;          ///< in the stream's name
  StatePointer aggregate;  ///< as it stands after the record, deleted or ended perhaps
  const About& about;
  std::span<const Line> lines = {};  ///< what it says in the log

  /// The record's aggregate, if it is one of these; null otherwise.
  template <class State>
  const State* state() const {
    const auto* const held = std::get_if<const State*>(&aggregate);
    return held != nullptr ? *held : nullptr;
  }
  Position position() const { return record.position; }
  Instant time() const { return record.meta.time; }
};

}  // namespace kigen::projections
