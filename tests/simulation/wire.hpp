#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "orchestrator/ports/clock.hpp"
#include "tests/simulation/faults.hpp"
#include "tests/simulation/transit.hpp"

namespace kigen::simulation {

/// How an exchange over the network failed, in the words of its port.
struct WireErrors {
  std::error_code lost;
  std::error_code late;
};

/// Whether a request needs its sender to take effect, as a login does.
enum class Sender : std::uint8_t { may_go, must_stay };

/// Puts time and faults between the product and a passive world: the world changes at one moment, and the
/// answer may get lost afterwards. What had left when its sender gave up or died may arrive all the same.
class Wire {
 public:
  static constexpr Duration for_ever = std::chrono::hours(24 * 365 * 10);

  Wire(orchestrator::Clock& clock, SimRandom random, const Faults& faults, Transit& transit)
      : clock_(clock), random_(random), faults_(faults), transit_(transit) {}

  /// `act` may happen when everything that belongs to this process is gone.
  template <class T>
  Task<Result<T>> exchange(std::function<Result<T>()> act, WireErrors errors, Instant deadline,
                           Sender sender = Sender::may_go) {
    Request<T> request(*this, std::move(act), sender);
    CO_TRY_DO(co_await travel(deadline));
    if (clock_.now() >= deadline) co_return fail(Error{errors.late, "simulated"});
    if (random_.chance(faults_.lost_request)) {
      request.lose();
      co_return fail(Error{errors.lost, "simulated"});
    }
    if (random_.chance(faults_.silence)) CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + for_ever));
    const bool hangs = random_.chance(faults_.hang);
    std::optional<Result<T>> answer;
    if (!hangs || random_.chance(0.5)) answer = request.arrive();
    if (hangs) CO_TRY_DO(co_await clock_.sleep_until(deadline));
    if (hangs) co_return fail(Error{errors.late, "simulated"});
    CO_TRY_DO(co_await travel(deadline));
    if (clock_.now() >= deadline) co_return fail(Error{errors.late, "simulated"});
    if (random_.chance(faults_.lost_answer)) co_return fail(Error{errors.lost, "simulated"});
    co_return std::move(*answer);
  }
  /// A copy of a request, which nobody waits for.
  void send_again(std::function<void()> act) {
    using namespace std::chrono_literals;
    transit_.send(clock_.now() + random_.between(1ms, 10s), std::move(act));
  }

  SimRandom& random() { return random_; }
  orchestrator::Clock& clock() { return clock_; }
  const Faults& faults() const { return faults_; }

 private:
  /// Goes with the coroutine that sent it, or stays behind.
  template <class T>
  class Request {
   public:
    Request(Wire& wire, std::function<Result<T>()> act, Sender sender)
        : wire_(wire), act_(std::move(act)), sender_(sender) {}
    Request(const Request&) = delete;
    Request& operator=(const Request&) = delete;
    ~Request() {
      if (act_ && sender_ == Sender::may_go) wire_.leave_behind([act = std::move(act_)] { (void)act(); });
    }
    Result<T> arrive() { return std::exchange(act_, nullptr)(); }
    void lose() { act_ = nullptr; }

   private:
    Wire& wire_;
    std::function<Result<T>()> act_;
    Sender sender_;
  };

  Task<Result<>> travel(Instant deadline) {
    using namespace std::chrono_literals;
    const auto time = random_.chance(faults_.slow) ? random_.between(1s, 15s) : random_.between(1ms, 80ms);
    return clock_.sleep_until(std::min<Instant>(deadline, clock_.now() + time));
  }

  void leave_behind(std::function<void()> act) {
    using namespace std::chrono_literals;
    if (!random_.chance(faults_.straggler)) return;
    constexpr Duration longest[] = {1s, 1min, 1h};
    transit_.send(clock_.now() + random_.between(1ms, longest[random_.below(std::size(longest))]),
                  std::move(act));
  }

  orchestrator::Clock& clock_;
  SimRandom random_;
  const Faults& faults_;
  Transit& transit_;
};

}  // namespace kigen::simulation
