#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <system_error>

#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/core/error.hpp"

namespace kigen::orchestrator {

// A secret is given for a place: who sends it elsewhere asks for it again, so that nobody who may change an
// address learns what was stored for another (docs/decisions/0018-bound-secrets.md). All that have secrets
// say here which fields are the place of which.

/// A secret among the settings S, its field as refusals name it, and whether its place is the same in two of
/// them.
template <class S>
struct BoundSecret {
  std::optional<SecretRef> S::* secret;
  std::string_view field;
  bool (*in_one_place)(const S& before, const S& after);
};

template <auto... fields, class S>
bool alike(const S& before, const S& after) {
  return ((before.*fields == after.*fields) && ...);
}

/// Specialised with `all`, the bound secrets of S, for each settings that have any.
template <class S>
struct BoundSecrets;

template <>
struct BoundSecrets<events::AccessSettings> {
  using S = events::AccessSettings;
  static constexpr std::array all{
      BoundSecret<S>{&S::login_password, "settings.loginPassword", alike<&S::host, &S::port, &S::login_id>},
      BoundSecret<S>{&S::ssh_private_key, "settings.sshPrivateKey", alike<&S::host, &S::port, &S::login_id>},
      BoundSecret<S>{&S::execution_password, "settings.executionPassword",
                     alike<&S::host, &S::port, &S::login_id, &S::elevation, &S::execution_id>},
  };
};

/// The account key is made by us: another place gets another one.
template <>
struct BoundSecrets<events::CaAccountSettings> {
  using S = events::CaAccountSettings;
  static constexpr std::array all{
      BoundSecret<S>{&S::external_key, "settings.externalKey",
                     alike<&S::kind, &S::directory_url, &S::external_key_id>},
      BoundSecret<S>{&S::account_key, "settings.accountKey", alike<&S::kind, &S::directory_url>},
  };
};

enum class secret_errc {
  needed = 1,  ///< its place is another one now
  going,       ///< it is being erased, as nothing referred to it
};
std::error_code make_error_code(secret_errc code);

/// Whether the place of one secret is another one.
template <class S>
bool is_elsewhere(std::optional<SecretRef> S::* secret, const S& before, const S& after) {
  for (const auto& bound : BoundSecrets<S>::all)
    if (bound.secret == secret) return !bound.in_one_place(before, after);
  return false;
}

/// Whether any of the places is another one, be there a secret for it or not.
template <class S>
bool has_moved(const S& before, const S& after) {
  for (const auto& bound : BoundSecrets<S>::all)
    if (!bound.in_one_place(before, after)) return true;
  return false;
}

/// secret_needed, naming the field, for a stored secret that is kept although its place is another one.
template <class S>
Result<> check_bound(const S& before, const S& after) {
  for (const auto& bound : BoundSecrets<S>::all) {
    const auto& kept = after.*bound.secret;
    if (kept && kept == before.*bound.secret && !bound.in_one_place(before, after))
      return fail(secret_errc::needed, {}, std::string(bound.field));
  }
  return {};
}

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::secret_errc> : std::true_type {};
