#pragma once

#include <algorithm>
#include <functional>
#include <optional>

#include "orchestrator/ports/clock.hpp"
#include "tests/simulation/faults.hpp"

namespace kigen::simulation {

/// How an exchange over the network failed, in the words of its port.
struct WireErrors {
  std::error_code lost;
  std::error_code late;
};

/// Puts time and faults between the product and a passive world: the world changes at one moment, and the
/// answer may get lost afterwards.
class Wire {
 public:
  static constexpr Duration for_ever = std::chrono::hours(24 * 365 * 10);

  Wire(orchestrator::Clock& clock, SimRandom random, const Faults& faults)
      : clock_(clock), random_(random), faults_(faults) {}

  template <class T>
  Task<Result<T>> exchange(std::function<Result<T>()> act, WireErrors errors, Instant deadline) {
    using namespace std::chrono_literals;
    CO_TRY_DO(co_await travel(deadline));
    if (clock_.now() >= deadline) co_return fail(Error{errors.late, "simulated"});
    if (random_.chance(faults_.lost_request)) co_return fail(Error{errors.lost, "simulated"});
    if (random_.chance(faults_.silence)) CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + for_ever));
    const bool hangs = random_.chance(faults_.hang);
    std::optional<Result<T>> answer;
    if (!hangs || random_.chance(0.5)) answer = act();
    if (hangs) CO_TRY_DO(co_await clock_.sleep_until(deadline));
    if (hangs) co_return fail(Error{errors.late, "simulated"});
    CO_TRY_DO(co_await travel(deadline));
    if (clock_.now() >= deadline) co_return fail(Error{errors.late, "simulated"});
    if (random_.chance(faults_.lost_answer)) co_return fail(Error{errors.lost, "simulated"});
    co_return std::move(*answer);
  }

  SimRandom& random() { return random_; }
  orchestrator::Clock& clock() { return clock_; }
  const Faults& faults() const { return faults_; }

 private:
  Task<Result<>> travel(Instant deadline) {
    using namespace std::chrono_literals;
    const auto time = random_.chance(faults_.slow) ? random_.between(1s, 15s) : random_.between(1ms, 80ms);
    return clock_.sleep_until(std::min<Instant>(deadline, clock_.now() + time));
  }

  orchestrator::Clock& clock_;
  SimRandom random_;
  const Faults& faults_;
};

}  // namespace kigen::simulation
