#include "tests/simulation/rules/secret_rules.hpp"

#include "orchestrator/erasure/commands.hpp"

namespace kigen::simulation {

using namespace events;
using namespace orchestrator;
using namespace std::chrono_literals;

namespace {

/// More than a review takes.
constexpr auto longest_review = 2h;

/// Told apart from how the product finds it.
SecretSet in_use(const World& world) {
  SecretSet found;
  for (const auto& [secret, what] : secrets_of(world)) found.insert(secret);
  return found;
}

Instant made_at(SecretRef secret) {
  std::uint64_t milliseconds = 0;  // RFC 9562 §5.7
  for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds << 8 | secret.value.bytes[i];
  return Instant(std::chrono::milliseconds(milliseconds));
}

}  // namespace

void SecretRules::saw(const Sighting& seen, const World& world) {
  if (std::holds_alternative<JobEvent>(seen.event)) return;  // most are, and they refer to none
  const auto referred = in_use(world);
  for (const auto secret : referred) last_used_[secret] = seen.record.meta.time;
  const auto* const event = std::get_if<VaultEvent>(&seen.event);
  if (event == nullptr) return;
  expect_kept(referred);
  const auto* const started = std::get_if<ErasureStarted>(event);
  if (started == nullptr) return;
  for (const auto secret : started->secrets)
    if (referred.contains(secret)) findings_.add("a secret in use is being erased", seen.record);
}

void SecretRules::expect_kept(const SecretSet& referred) const {
  for (const auto secret : referred)
    if (!vault_.has(secret)) findings_.add("the vault does not hold a secret in use: " + to_text(secret));
}

void SecretRules::at_rest(const World& world, Instant now) const {
  const auto referred = in_use(world);
  expect_kept(referred);
  const auto& noted = world.vault_book().unreferenced;
  vault_.for_each_ref([&](SecretRef secret) {
    if (referred.contains(secret)) return;
    const auto known = noted.find(secret);
    const auto used = last_used_.find(secret);
    const auto since = used == last_used_.end() ? made_at(secret) : used->second;
    const auto gone_by = known == noted.end() ? since + vault_review_interval
                                              : known->second.since + erase_grace + vault_review_interval;
    if (gone_by + longest_review < now) findings_.add("a secret that nothing uses stays: " + to_text(secret));
  });
}

}  // namespace kigen::simulation
