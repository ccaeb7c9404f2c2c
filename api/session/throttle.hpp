#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "api/session/knock.hpp"
#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::api {

/// Tries that cost nothing but the time of the password hash, and how long the wait behind them grows.
struct Patient {
  std::uint32_t free = 0;
  Duration longest = {};
  Duration forgives_every = {};  ///< one of the tries each time; none: all of them, after throttle_memory
};
inline constexpr Patient with_account_at_source{5, std::chrono::minutes(15)};
inline constexpr Patient with_source{30, std::chrono::minutes(1),
                                     std::chrono::seconds(30)};  ///< others may share the address
/// Else anyone could lock anyone out: some twenty addresses, each held up by itself, never come to this.
inline constexpr Patient with_account{400, std::chrono::minutes(1), std::chrono::seconds(18)};
inline constexpr Patient with_familiar{10, std::chrono::minutes(15)};
inline constexpr auto throttle_memory = std::chrono::hours(1);  ///< after the last try
inline constexpr std::size_t max_throttled = 10'000;            ///< counters remembered

/// Slows down the guessing of secrets: beyond the free tries each failure doubles the wait. Strangers are
/// counted by door and account at a source, by source, and by door and account; who was let in before has a
/// counter of their own, so that no stranger keeps them out. A try is charged before it is looked at, so that
/// many at once win nothing. In memory; the API's loop only.
class Throttle {
 public:
  explicit Throttle(orchestrator::Clock& clock) : clock_(clock) {}
  /// Charges the try. Fails with throttled, the seconds to wait as its detail.
  Result<> admit(const Knock& knock);
  /// The try was right: it is taken back. What was guessed before stays, but where only the one who knows the
  /// secret has come from.
  void succeeded(const Knock& knock);
  /// The try was not looked at, and is taken back.
  void withdraw(const Knock& knock);

 private:
  struct Tries {
    std::uint32_t failures = 0;
    Instant last = {};
    Instant free_at = {};
    Instant forgiven = {};  ///< up to when
  };
  struct Counter {
    std::string key;
    Patient patient;
  };
  static std::vector<Counter> counters_of(const Knock& knock);
  Result<> check(const std::string& key) const;
  void charge(const Counter& counter);
  void forgive(Tries& tries, const Patient& patient) const;
  void forget_old();

  orchestrator::Clock& clock_;
  std::map<std::string, Tries> tries_;
  Instant swept_ = {};
};

}  // namespace kigen::api
