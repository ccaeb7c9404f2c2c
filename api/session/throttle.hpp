#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::api {

/// Tries that cost nothing but the time of the password hash.
inline constexpr std::uint32_t free_tries = 5;
inline constexpr auto longest_wait_of_account =
    std::chrono::minutes(1);  ///< else anyone could lock anyone out
inline constexpr auto longest_wait_of_address = std::chrono::minutes(15);
inline constexpr auto throttle_memory = std::chrono::hours(1);  ///< after the last try
inline constexpr std::size_t max_throttled = 10'000;            ///< accounts and addresses remembered

/// A try that was let through.
struct Admission {
  std::uint32_t failures = 0;  ///< of the worse of account and address, this try counted
  bool last_free_one = false;  ///< should it fail, throttling begins with it
};

/// Slows down the guessing of passwords, per account and per address (an IPv6 address counts by its /64):
/// beyond the free tries each failure doubles the wait. A try is charged before its password is looked at, so
/// that many at once win nothing. In memory; the API's loop only.
class LoginThrottle {
 public:
  explicit LoginThrottle(orchestrator::Clock& clock) : clock_(clock) {}
  /// Fails with throttled, the seconds to wait as its detail.
  Result<Admission> admit(std::string_view account, std::string_view address);
  /// The try was right: the account is free again, the address gets this try back.
  void succeeded(std::string_view account, std::string_view address);

 private:
  struct Tries {
    std::uint32_t failures = 0;
    Instant last = {};
    Instant free_at = {};
  };
  Result<> check(const std::string& key) const;
  std::uint32_t charge(const std::string& key, Duration longest_wait);
  void forget_old();

  orchestrator::Clock& clock_;
  std::map<std::string, Tries> tries_;
};

}  // namespace kigen::api
