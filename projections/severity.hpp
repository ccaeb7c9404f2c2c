#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "events/codec/fields.hpp"
#include "events/state/apply.hpp"
#include "events/state/order.hpp"
#include "events/state/service.hpp"

namespace kigen::projections {

/// How much a thing wants a person, the worst last. Said here once: dashboard, lists, pages, command line and
/// metrics show what these functions say, and a whole has the worst of its parts.
///   critical  a person must act: expired, stuck, served ≠ issued, an order that failed
///   warning   it may need one: rolled back, tried again, near its expiry
///   active    something is under way
///   unknown   nobody has looked
enum class Severity : std::uint8_t { ok, unknown, active, warning, critical };
inline constexpr std::size_t severities = 5;

/// `error`: the last order failed (R8), or the open one waits for a person. `retrying`: the open one erred
/// and has not got on since.
enum class OrderState : std::uint8_t { none, scheduled, under_way, retrying, error };
/// Of one node or, the worst, of all enabled nodes. `failed`: the last apply failed or was rolled back.
enum class ApplyState : std::uint8_t { none, scheduled, running, rolling_back, retrying, failed, stuck };
inline constexpr std::size_t apply_states = 7;

/// Of an order that has not ended. `waits`: for a time that was set; `erred`: its last attempt failed, or the
/// CA reported an error; `parked`: there are no more attempts.
OrderState state_of_open(events::OrderStage stage, bool waits, bool erred, bool parked);
/// `waits`: for a time that was set.
ApplyState state_of(events::ApplyStage stage, bool waits);

Severity severity_of(events::ExpiryStatus status);
Severity severity_of(OrderState state);
Severity severity_of(ApplyState state);

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::Severity> {
  static constexpr std::array<std::string_view, kigen::projections::severities> words{
      "ok", "unknown", "active", "warning", "critical"};
};
template <>
struct kigen::events::EnumWords<kigen::projections::OrderState> {
  static constexpr std::array<std::string_view, 5> words{"none", "scheduled", "under-way", "retrying",
                                                         "error"};
};
template <>
struct kigen::events::EnumWords<kigen::projections::ApplyState> {
  static constexpr std::array<std::string_view, kigen::projections::apply_states> words{
      "none", "scheduled", "running", "rolling-back", "retrying", "failed", "stuck"};
};
