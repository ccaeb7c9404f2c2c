#pragma once

#include <optional>
#include <string>
#include <vector>

#include "projections/basis/owners.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {

/// Of so many services the lists of each are merged; for more, a list of all is looked through.
inline constexpr std::size_t max_lists_merged = 100;

/// A service's list in a table that has one for each.
inline std::string list_of(ServiceId service) { return "service/" + key_of(service); }

/// Those of the scope's services, together all that is theirs; none where they are too many.
inline std::optional<std::vector<std::string>> own_lists(const Owners& owners, const events::Scope& scope) {
  const auto services = owners.services_in(scope, max_lists_merged);
  if (!services) return std::nullopt;
  std::vector<std::string> lists;
  for (const auto service : *services) lists.push_back(list_of(service));
  return lists;
}

}  // namespace kigen::projections
