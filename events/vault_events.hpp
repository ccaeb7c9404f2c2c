#pragma once

#include <string_view>
#include <variant>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"

namespace kigen::events {

/// Stream of what becomes of secrets that nothing uses.
inline constexpr std::string_view vault_word = "vault";
inline const StreamId vault_stream{std::string(vault_word)};

/// The vault keeps these, and nothing refers to them (any more). They go when the grace is over, unless
/// something refers to them by then.
struct SecretsUnreferenced {
  std::vector<SecretRef> secrets = {};
  static constexpr EventType type{.name = "vault.secrets_unreferenced"};
  static constexpr auto fields = field_list(field("secrets", &SecretsUnreferenced::secrets));
  friend bool operator==(const SecretsUnreferenced&, const SecretsUnreferenced&) = default;
};

/// Something refers to these again: they stay.
struct SecretsReferencedAgain {
  std::vector<SecretRef> secrets = {};
  static constexpr EventType type{.name = "vault.secrets_referenced_again"};
  static constexpr auto fields = field_list(field("secrets", &SecretsReferencedAgain::secrets));
  friend bool operator==(const SecretsReferencedAgain&, const SecretsReferencedAgain&) = default;
};

/// From here on nothing may refer to these: they are being erased.
struct ErasureStarted {
  std::vector<SecretRef> secrets = {};
  static constexpr EventType type{.name = "vault.erasure_started"};
  static constexpr auto fields = field_list(field("secrets", &ErasureStarted::secrets));
  friend bool operator==(const ErasureStarted&, const ErasureStarted&) = default;
};

/// The vault does not keep these any more.
struct SecretsErased {
  std::vector<SecretRef> secrets = {};
  static constexpr EventType type{.name = "vault.secrets_erased"};
  static constexpr auto fields = field_list(field("secrets", &SecretsErased::secrets));
  friend bool operator==(const SecretsErased&, const SecretsErased&) = default;
};

using VaultEvent = std::variant<SecretsUnreferenced, SecretsReferencedAgain, ErasureStarted, SecretsErased>;

}  // namespace kigen::events
