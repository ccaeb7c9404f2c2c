#pragma once

#include <string>
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

}  // namespace kigen::orchestrator
