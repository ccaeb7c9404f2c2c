#pragma once

#include <map>

#include "orchestrator/secrets.hpp"
#include "orchestrator/vault/memory_vault.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// How long secrets stay that nothing uses: shorter than a clock may leap.
inline constexpr Duration erase_grace = std::chrono::hours(48);

/// What something refers to is in the vault, and is not erased; nothing else stays there for long.
class SecretRules {
 public:
  SecretRules(Findings& findings, const orchestrator::vault::MemoryVault& vault)
      : findings_(findings), vault_(vault) {}
  void saw(const Sighting& seen, const orchestrator::World& world);
  void at_rest(const orchestrator::World& world, Instant now) const;

 private:
  void expect_kept(const orchestrator::SecretSet& referred) const;

  Findings& findings_;
  const orchestrator::vault::MemoryVault& vault_;
  std::map<SecretRef, Instant> last_used_;
};

}  // namespace kigen::simulation
