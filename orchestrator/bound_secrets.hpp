#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/codec/secrets_in.hpp"
#include "events/core/error.hpp"

namespace kigen::orchestrator {

// A secret is given for a place: who sends it elsewhere asks for it again, so that nobody who may change an
// address learns what was stored for another (docs/decisions/0018-bound-secrets.md). All that have secrets
// say here which fields are the place of which.

/// A secret among the settings of one kind, its name there, and whether its place is the same in two of them.
template <class K>
struct BoundSecret {
  std::optional<SecretRef> K::* secret;
  std::string_view name;
  bool (*in_one_place)(const K& before, const K& after);
};

template <auto... fields, class K>
bool alike(const K& before, const K& after) {
  return ((before.*fields == after.*fields) && ...);
}

/// Specialised with `all`, the bound secrets of K, for each kind.
template <class K>
struct BoundSecrets;

template <>
struct BoundSecrets<events::SshAccess> {
  using K = events::SshAccess;
  static constexpr std::array all{
      BoundSecret<K>{&K::login_password, "loginPassword", alike<&K::host, &K::port, &K::login_id>},
      BoundSecret<K>{&K::ssh_private_key, "sshPrivateKey", alike<&K::host, &K::port, &K::login_id>},
      BoundSecret<K>{&K::execution_password, "executionPassword",
                     alike<&K::host, &K::port, &K::login_id, &K::elevation, &K::execution_id>},
  };
};

/// The account key is made by us: another place gets another one.
template <>
struct BoundSecrets<events::AcmeCa> {
  using K = events::AcmeCa;
  static constexpr std::array all{
      BoundSecret<K>{&K::external_key, "externalKey", alike<&K::directory_url, &K::external_key_id>},
      BoundSecret<K>{&K::account_key, "accountKey", alike<&K::directory_url>},
  };
};

enum class secret_errc {
  needed = 1,  ///< its place is another one now
  going,       ///< it is being erased, as nothing referred to it
  replaced,    ///< another one was stored meanwhile
};
std::error_code make_error_code(secret_errc code);

/// All that the settings refer to.
template <class S>
std::vector<SecretRef> secrets_in(const S& settings) {
  std::vector<SecretRef> all;
  auto note = [&all](SecretRef secret) { all.push_back(secret); };
  events::for_each_secret(settings, note);
  return all;
}

/// Those of `after` that `before` refers to as well.
template <class S>
std::vector<SecretRef> secrets_kept(const S& before, const S& after) {
  const auto stored = secrets_in(before);
  auto kept = secrets_in(after);
  std::erase_if(kept, [&](SecretRef secret) { return std::ranges::find(stored, secret) == stored.end(); });
  return kept;
}

/// Whether the place of one secret is another one.
template <class K>
bool is_elsewhere(std::optional<SecretRef> K::* secret, const K& before, const K& after) {
  for (const auto& bound : BoundSecrets<K>::all)
    if (bound.secret == secret) return !bound.in_one_place(before, after);
  return false;
}

namespace detail {

template <class K>
bool has_moved(const K& before, const K& after) {
  for (const auto& bound : BoundSecrets<K>::all)
    if (!bound.in_one_place(before, after)) return true;
  return false;
}
template <class Before, class After>
bool has_moved(const Before&, const After&) {
  return true;
}

/// What the secret would have to be to be kept where it was: none when its place is another one.
template <class K>
std::optional<SecretRef> stored_here(const BoundSecret<K>& bound, const K& before, const K& after) {
  return bound.in_one_place(before, after) ? before.*bound.secret : std::nullopt;
}
template <class K, class Before>
std::optional<SecretRef> stored_here(const BoundSecret<K>&, const Before&, const K&) {
  return std::nullopt;
}

template <class K>
bool holds(const K& settings, SecretRef secret) {
  for (const auto& bound : BoundSecrets<K>::all)
    if (settings.*bound.secret == secret) return true;
  return false;
}

}  // namespace detail

/// Whether any of the places is another one, be there a secret for it or not. Another kind is.
template <events::Kind... Kinds>
bool has_moved(const events::OneOf<Kinds...>& before, const events::OneOf<Kinds...>& after) {
  return visit_both(before, after, [](const auto& a, const auto& b) { return detail::has_moved(a, b); });
}

/// secret_needed, naming the field behind `path`, for a stored secret that is kept although its place is
/// another one.
template <events::Kind... Kinds>
Result<> check_bound(const events::OneOf<Kinds...>& before, const events::OneOf<Kinds...>& after,
                     const std::string& path) {
  return visit_both(before, after, [&]<class A, class B>(const A& stored, const B& wanted) -> Result<> {
    for (const auto& bound : BoundSecrets<B>::all) {
      const auto& kept = wanted.*bound.secret;
      if (kept && detail::holds(stored, *kept) && detail::stored_here(bound, stored, wanted) != kept)
        return fail(secret_errc::needed, {}, path + "." + std::string(bound.name));
    }
    return {};
  });
}

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::secret_errc> : std::true_type {};
