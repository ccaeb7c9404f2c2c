#include "projections/severity.hpp"

namespace kigen::projections {

using events::ApplyStage;
using events::ExpiryStatus;

OrderState state_of_open(events::OrderStage stage, bool waits, bool erred, bool parked) {
  if (parked) return OrderState::error;
  if (erred) return OrderState::retrying;
  return stage == events::OrderStage::requested && waits ? OrderState::scheduled : OrderState::under_way;
}

ApplyState state_of(ApplyStage stage, bool waits) {
  switch (stage) {
    case ApplyStage::requested:
      return waits ? ApplyState::scheduled : ApplyState::running;
    case ApplyStage::running:
      return ApplyState::running;
    case ApplyStage::rolling_back:
      return ApplyState::rolling_back;
    case ApplyStage::failed:
    case ApplyStage::rolled_back:
      return ApplyState::failed;
    case ApplyStage::stuck:
      return ApplyState::stuck;
    case ApplyStage::succeeded:
    case ApplyStage::cancelled:
      break;
  }
  return ApplyState::none;
}

Severity severity_of(ExpiryStatus status) {
  switch (status) {
    case ExpiryStatus::none:
    case ExpiryStatus::valid:
      return Severity::ok;
    case ExpiryStatus::under_90:
    case ExpiryStatus::under_60:
    case ExpiryStatus::under_30:
    case ExpiryStatus::under_15:
    case ExpiryStatus::warning:
      return Severity::warning;
    case ExpiryStatus::error:
    case ExpiryStatus::expired:
      break;
  }
  return Severity::critical;
}

Severity severity_of(OrderState state) {
  switch (state) {
    case OrderState::none:
    case OrderState::scheduled:
      return Severity::ok;
    case OrderState::under_way:
      return Severity::active;
    case OrderState::retrying:
      return Severity::warning;
    case OrderState::error:
      break;
  }
  return Severity::critical;
}

Severity severity_of(ApplyState state) {
  switch (state) {
    case ApplyState::none:
    case ApplyState::scheduled:
      return Severity::ok;
    case ApplyState::running:
      return Severity::active;
    case ApplyState::rolling_back:
    case ApplyState::retrying:
    case ApplyState::failed:
      return Severity::warning;
    case ApplyState::stuck:
      break;
  }
  return Severity::critical;
}

}  // namespace kigen::projections
