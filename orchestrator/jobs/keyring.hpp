#pragma once

#include <optional>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/secrets_in.hpp"
#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/jobs/told_error.hpp"

namespace kigen::orchestrator {

/// A secret as home found it in the vault, or why it did not.
struct KeyringEntry {
  SecretRef ref = {};
  Secret secret = {};
  std::optional<ToldError> trouble = {};

  static constexpr auto fields = events::field_list(events::field("ref", &KeyringEntry::ref),
                                                    events::field("secret", &KeyringEntry::secret),
                                                    events::field("trouble", &KeyringEntry::trouble));
};

/// The secrets that a brief takes along, under the references that its settings know them by: whoever works
/// has no vault.
struct Keyring {
  std::vector<KeyringEntry> entries = {};

  static constexpr auto fields = events::field_list(events::field("entries", &Keyring::entries));

  /// What the vault said at home.
  Result<Secret> get(SecretRef ref) const;
};

/// All that some settings refer to, as their fields are declared.
template <class Settings>
std::vector<SecretRef> refs_in(const Settings& settings) {
  std::vector<SecretRef> refs;
  auto note = [&](SecretRef ref) { refs.push_back(ref); };
  events::for_each_secret(settings, note);
  return refs;
}

}  // namespace kigen::orchestrator
