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
  const auto life = not_after - not_before;
  const auto middle = policy.rule == events::RenewalRule::fraction_of_life
                          ? not_before + life * policy.percent_of_life / 100
                          : not_after - std::chrono::days(policy.days_before);
  const auto half_window = life / 50;
  const auto moved = middle - half_window +
                     Duration(static_cast<Duration::rep>(static_cast<double>((half_window * 2).count()) * share_of(spread_by)));
  return std::max(moved, not_before);
}

}  // namespace kigen::orchestrator::pki
