#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// A secret that the World relies on, and what it is, for people.
struct NamedSecret {
  SecretRef ref = {};
  std::string what = {};
};

/// All of them, in no order.
std::vector<NamedSecret> secrets_of(const World& world);

using SecretSet = std::unordered_set<SecretRef>;
/// Every reference to a secret in any living state, found as its members are declared: one that a later
/// version adds is among them without being named here. The book of what nothing refers to does not count.
SecretSet referred_secrets(const World& world);

}  // namespace kigen::orchestrator
