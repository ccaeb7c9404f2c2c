#include "api/session/throttle.hpp"

#include <algorithm>
#include <array>

#include "api/errors.hpp"
#include "orchestrator/net/source.hpp"

namespace kigen::api {
namespace {

constexpr std::uint32_t max_doublings = 20;
constexpr auto sweep_every = std::chrono::minutes(1);

Duration wait_after(std::uint32_t failures, const Patient& patient) {
  if (failures < patient.free) return Duration::zero();
  const auto doublings = std::min(failures - patient.free, max_doublings);
  return std::min<Duration>(std::chrono::seconds(1ll << doublings), patient.longest);
}

}  // namespace

/// No part holds a line feed but the account, which is whatever was typed and stands last.
std::vector<Throttle::Counter> Throttle::counters_of(const Knock& knock) {
  const std::string door(events::word_of(knock.door));
  if (!knock.familiar.empty())
    return {{"familiar\n" + door + "\n" + knock.familiar + "\n" + knock.account, with_familiar}};
  const auto source = orchestrator::net::source_of(knock.address);
  std::vector<Counter> counters{
      {"pair\n" + door + "\n" + source + "\n" + knock.account, with_account_at_source},
      {"source\n" + source, with_source}};
  if (!knock.account.empty()) counters.push_back({"account\n" + door + "\n" + knock.account, with_account});
  return counters;
}

Result<> Throttle::admit(const Knock& knock) {
  forget_old();
  const auto counters = counters_of(knock);
  for (const auto& counter : counters) TRY_DO(check(counter.key));
  for (const auto& counter : counters) charge(counter);
  return {};
}

void Throttle::succeeded(const Knock& knock) {
  if (knock.familiar.empty()) return withdraw(knock);
  for (const auto& counter : counters_of(knock)) tries_.erase(counter.key);
}

void Throttle::withdraw(const Knock& knock) {
  for (const auto& counter : counters_of(knock)) {
    const auto found = tries_.find(counter.key);
    if (found == tries_.end()) continue;
    found->second.free_at = found->second.last;
    if (--found->second.failures == 0) tries_.erase(found);
  }
}

Result<> Throttle::check(const std::string& key) const {
  const auto found = tries_.find(key);
  if (found == tries_.end() || found->second.free_at <= clock_.now()) return {};
  const auto wait = std::chrono::ceil<std::chrono::seconds>(found->second.free_at - clock_.now());
  return fail(api_errc::throttled, std::to_string(wait.count()));
}

void Throttle::charge(const Counter& counter) {
  auto& tries = tries_.try_emplace(counter.key, Tries{.forgiven = clock_.now()}).first->second;
  forgive(tries, counter.patient);
  tries.last = clock_.now();
  tries.free_at = tries.last + wait_after(++tries.failures, counter.patient);
}

void Throttle::forgive(Tries& tries, const Patient& patient) const {
  if (patient.forgives_every == Duration::zero()) return;
  const auto times = (clock_.now() - tries.forgiven) / patient.forgives_every;
  tries.forgiven += times * patient.forgives_every;
  tries.failures -= static_cast<std::uint32_t>(std::min<std::int64_t>(times, tries.failures));
}

void Throttle::forget_old() {
  const auto now = clock_.now();
  if (now >= swept_ + sweep_every) {
    swept_ = now;
    std::erase_if(tries_, [&](const auto& entry) { return entry.second.last + throttle_memory <= now; });
  }
  while (tries_.size() >= max_throttled)
    tries_.erase(std::ranges::min_element(tries_, {}, [](const auto& entry) { return entry.second.last; }));
}

}  // namespace kigen::api
