#include "api/session/throttle.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "api/errors.hpp"

namespace kigen::api {
namespace {

constexpr std::size_t ipv6_bytes = 16;
constexpr std::size_t network_bytes = 8;
constexpr std::uint32_t max_doublings = 20;

std::string account_key(std::string_view account) { return "account " + std::string(account); }

/// One host usually has a whole IPv6 /64 to itself.
std::string address_key(std::string_view address) {
  std::array<char, ipv6_bytes> bytes{};
  const std::string text(address);
  if (::inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return "address " + text;
  return "address " + std::string(bytes.data(), network_bytes);
}

Duration wait_after(std::uint32_t failures, Duration longest) {
  if (failures < free_tries) return Duration::zero();
  const auto doublings = std::min(failures - free_tries, max_doublings);
  return std::min<Duration>(std::chrono::seconds(1ll << doublings), longest);
}

}  // namespace

Result<Admission> LoginThrottle::admit(std::string_view account, std::string_view address) {
  forget_old();
  TRY_DO(check(account_key(account)));
  TRY_DO(check(address_key(address)));
  const auto failures = std::max(charge(account_key(account), longest_wait_of_account),
                                 charge(address_key(address), longest_wait_of_address));
  return Admission{failures, failures == free_tries};
}

void LoginThrottle::succeeded(std::string_view account, std::string_view address) {
  tries_.erase(account_key(account));
  const auto found = tries_.find(address_key(address));
  if (found == tries_.end()) return;
  found->second.free_at = found->second.last;
  if (--found->second.failures == 0) tries_.erase(found);
}

Result<> LoginThrottle::check(const std::string& key) const {
  const auto found = tries_.find(key);
  if (found == tries_.end() || found->second.free_at <= clock_.now()) return {};
  const auto wait = std::chrono::ceil<std::chrono::seconds>(found->second.free_at - clock_.now());
  return fail(api_errc::throttled, std::to_string(wait.count()));
}

std::uint32_t LoginThrottle::charge(const std::string& key, Duration longest_wait) {
  auto& tries = tries_[key];
  tries.last = clock_.now();
  tries.free_at = tries.last + wait_after(++tries.failures, longest_wait);
  return tries.failures;
}

void LoginThrottle::forget_old() {
  const auto now = clock_.now();
  std::erase_if(tries_, [&](const auto& entry) { return entry.second.last + throttle_memory <= now; });
  while (tries_.size() >= max_throttled)
    tries_.erase(std::ranges::min_element(tries_, {}, [](const auto& entry) { return entry.second.last; }));
}

}  // namespace kigen::api
