#include "api/session/bearer.hpp"

#include <array>

#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

constexpr std::string_view prefix = "kgn_";
constexpr std::size_t id_digits = 32;
constexpr std::size_t secret_characters = 43;

/// Positions of the dashes in a Uuid's text.
constexpr std::array<std::size_t, 4> dashes{8, 13, 18, 23};

std::string without_dashes(std::string text) {
  std::erase(text, '-');
  return text;
}

}  // namespace

Secret make_bearer(UserId user, orchestrator::Random& random) {
  return orchestrator::vault::make_token(random, std::string(prefix) + without_dashes(to_text(user)) + "_");
}

std::optional<UserId> user_in_bearer(std::string_view token) {
  if (!token.starts_with(prefix)) return std::nullopt;
  token.remove_prefix(prefix.size());
  if (token.size() != id_digits + 1 + secret_characters || token[id_digits] != '_') return std::nullopt;
  std::string id(token.substr(0, id_digits));
  for (const auto at : dashes) id.insert(at, 1, '-');
  const auto user = parse_id<UserId>(id);
  return user ? std::optional(*user) : std::nullopt;
}

std::optional<std::string_view> bearer_of(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return std::nullopt;
  for (std::size_t i = 0; i < scheme.size(); ++i)
    if ((authorization[i] | 0x20) != scheme[i]) return std::nullopt;
  return authorization.substr(scheme.size());
}

}  // namespace kigen::api
