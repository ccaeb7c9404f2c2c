#pragma once

#include <chrono>
#include <vector>

#include "events/core/instant.hpp"
#include "events/vault_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

// What nothing refers to any more is erased (docs/decisions/0022-erasure.md).

/// Compares what the vault keeps with what the World refers to: notes what is in there for nothing, and
/// begins the erasure of what has been so for `grace`. A few at a time: again until it changes nothing.
struct ReviewVault {
  static constexpr std::string_view name = "vault.review";
  std::vector<SecretRef> stored = {};
  Duration grace = {};
  Instant now = {};
  StreamId stream() const { return events::vault_stream; }
};
/// The vault does not keep these any more. Of those whose erasure was not begun it changes nothing.
struct ReportErased {
  static constexpr std::string_view name = "vault.report_erased";
  std::vector<SecretRef> secrets = {};
  StreamId stream() const { return events::vault_stream; }
};

Result<Changes> decide(const World& world, const ReviewVault& command);
Result<Changes> decide(const World& world, const ReportErased& command);

/// secret_going when a change refers to a secret that is being erased.
Result<> check_named(const World& world, const Changes& changes);

/// How often it is looked at.
inline constexpr Duration vault_review_interval = std::chrono::hours(24);

/// How many secrets one event speaks of at most.
inline constexpr std::size_t most_secrets_at_once = 1'000;

}  // namespace kigen::orchestrator
