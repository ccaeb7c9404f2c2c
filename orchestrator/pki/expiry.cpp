#include "orchestrator/pki/expiry.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "orchestrator/pki/digest.hpp"

namespace kigen::orchestrator::pki {
namespace {

using events::ExpiryStatus;

constexpr auto long_life = std::chrono::days(200);

ExpiryStatus by_days(Duration left) {
  using std::chrono::days;
  if (left < days(15)) return ExpiryStatus::under_15;
  if (left < days(30)) return ExpiryStatus::under_30;
  if (left < days(60)) return ExpiryStatus::under_60;
  if (left < days(90)) return ExpiryStatus::under_90;
  return ExpiryStatus::valid;
}

ExpiryStatus by_share(Duration left, Duration life) {
  if (left < life / 10) return ExpiryStatus::error;
  if (left < life / 3) return ExpiryStatus::warning;
  return ExpiryStatus::valid;
}

/// A number in [0, 1) that depends on nothing but the text.
double share_of(std::string_view text) {
  const auto hex = sha256_hex(text).substr(0, 8);
  return static_cast<double>(std::stoul(hex, nullptr, 16)) / 4294967296.0;
}

/// Where the rule points. A rule in days that was made for long lives must not order without end on a short
/// one.
Instant moment_of(const events::RenewalPolicy& policy, Instant not_before, Instant not_after) {
  const auto life = not_after - not_before;
  // A hundredth first: a life until the year 9999 in microseconds times 95 is beyond 64 bits.
  if (policy.rule == events::RenewalRule::fraction_of_life)
    return not_before + life / 100 * policy.percent_of_life;
  return std::max(not_after - std::chrono::days(policy.days_before), not_before + life / 2);
}

}  // namespace

ExpiryStatus expiry_status(Instant not_before, Instant not_after, Instant now, bool renewal_overdue) {
  if (now >= not_after) return ExpiryStatus::expired;
  const auto life = not_after - not_before;
  if (life >= long_life) return by_days(not_after - now);
  return renewal_overdue ? ExpiryStatus::error : by_share(not_after - now, life);
}

Instant renewal_due(Instant not_before, Instant not_after, const events::RenewalPolicy& policy,
                    std::string_view spread_by) {
  if (policy.rule == events::RenewalRule::never) return Instant::max();
  const auto moment = moment_of(policy, not_before, not_after);
  const auto most = std::min((not_after - not_before) / 50, (not_after - moment) / 2);
  const auto moved = 2 * share_of(spread_by) - 1;  // in [-1, 1)
  return moment + Duration(static_cast<Duration::rep>(static_cast<double>(most.count()) * moved));
}

Duration renewal_pause(Instant not_after, Instant now) {
  return std::clamp<Duration>((not_after - now) / 16, std::chrono::hours(1), std::chrono::days(1));
}

}  // namespace kigen::orchestrator::pki
