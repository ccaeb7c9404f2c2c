#pragma once

#include <map>

#include <boost/asio/io_context.hpp>

#include "orchestrator/ports/clock.hpp"

namespace kigen::tests {

/// Time that moves when told to. Sleepers wait in a map ordered by when they are due; one thread only.
class VirtualClock final : public orchestrator::Clock {
 public:
  explicit VirtualClock(Instant start = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)))
      : now_(start) {}

  Instant now() const override { return now_; }
  Task<Result<>> sleep_until(Instant when) override;

  /// Jumps to the next sleeper and wakes it; false when nobody sleeps.
  bool advance();
  /// Moves the time by `step` and wakes everyone who is due by then.
  void advance_by(Duration step);
  std::size_t sleepers() const { return sleepers_.size(); }

 private:
  struct Sleeper;
  void wake_first();

  Instant now_;
  std::multimap<Instant, Sleeper*> sleepers_;
};

/// Runs all there is to do, jumping through virtual time whenever nothing else is left.
void run_virtual(asio::io_context& io, VirtualClock& clock);

}  // namespace kigen::tests
