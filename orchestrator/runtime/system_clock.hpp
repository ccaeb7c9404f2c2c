#pragma once

#include "orchestrator/ports/clock.hpp"

namespace kigen::orchestrator {

/// The machine's wall clock. The one place of the product that reads the time.
class SystemClock final : public Clock {
 public:
  Instant now() const override;
  /// Looks at the wall clock again every few seconds, so that a sleeper follows a clock that was set.
  Task<Result<>> sleep_until(Instant when) override;
};

}  // namespace kigen::orchestrator
