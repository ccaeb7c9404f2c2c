#pragma once

#include <map>

#include "events/state/stamp.hpp"
#include "events/vault_events.hpp"

namespace kigen::events {

/// A secret that the vault keeps for nothing.
struct Unreferenced {
  Instant since = {};     ///< when that was noted
  Position noted_at = 0;  ///< by which record: work that began before it may still hold the reference
  bool is_going = false;  ///< its erasure has begun, and nothing may refer to it
};

/// What becomes of secrets that nothing uses: one stream.
struct VaultBook {
  Version version = 0;
  std::map<SecretRef, Unreferenced> unreferenced = {};
  std::map<SecretRef, Instant> erased = {};  ///< lately, and when
};

/// Whether a secret's erasure has begun, or ended lately: longer ago than any command takes.
bool is_going(const VaultBook& book, SecretRef secret);

VaultBook evolve(VaultBook book, const VaultEvent& event, const Stamp& stamp);

}  // namespace kigen::events
