#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "api/server/read_body.hpp"
#include "events/codec/exists.hpp"
#include "events/core/ids.hpp"
#include "events/core/secret.hpp"

namespace kigen::api {

/// What a request says of one secret of its settings.
struct SentSecret {
  enum class Wish : std::uint8_t {
    keep,         ///< left out or null
    keep_stored,  ///< {"set": true}, as a page shows it: there must be one
    forget,       ///< "" or {"set": false}
    replace,
  };
  Wish wish = Wish::keep;
  Secret value = {};
};
/// By the path of the field, as the request spells it.
using SentSecrets = std::map<std::string, SentSecret, std::less<>>;

/// Settings that a request sent, and what it says of their secrets: those are in no member of `settings`.
template <events::Declared S>
struct Sent {
  S settings = {};
  SentSecrets secrets = {};

  /// The new value of a secret; null when none was sent.
  const Secret* given(std::string_view path) const {
    const auto found = secrets.find(path);
    const bool is_new = found != secrets.end() && found->second.wish == SentSecret::Wish::replace;
    return is_new ? &found->second.value : nullptr;
  }
};

Result<SentSecret> read_secret(JsonElement in);

template <class T>
inline constexpr bool is_secret_field = std::is_same_v<T, std::optional<SecretRef>>;

/// Calls `use(path, member, counterpart, exists)` for each secret among the settings, also in structs and
/// unions: where it is, where `other` has it — null when that has none, or is of another kind — and whether
/// these settings have that field.
template <events::Declared S, class Use>
void for_each_secret_field(S& settings, const S* other, const std::string& path, Use& use) {
  events::for_each_field<S>([&](const auto& field) {
    auto& member = settings.*field.member;
    using Value = std::remove_cvref_t<decltype(member)>;
    const auto* counterpart = other == nullptr ? nullptr : &(other->*field.member);
    const auto inner = path + std::string(field.name);
    if constexpr (is_secret_field<Value>) {
      use(inner, member, counterpart, events::exists(field.asked, settings));
    } else if constexpr (events::Declared<Value>) {
      for_each_secret_field(member, counterpart, inner + ".", use);
    } else if constexpr (events::Union<Value>) {
      member.visit([&]<class K>(K& held) {
        const K* same_kind = counterpart == nullptr ? nullptr : counterpart->template get_if<K>();
        for_each_secret_field(held, same_kind, inner + ".", use);
      });
    }
  });
}

/// The value of a member by the path of its names; null when it is not there.
std::optional<JsonElement> at_path(JsonElement object, std::string_view path);

/// As read_body, for settings with secrets.
template <events::Declared S>
Result<Sent<S>> read_body_with_secrets(std::string_view body) {
  TRY(const auto text, BodyText::parse(body));
  Sent<S> sent;
  TRY_DO(read_value(text.root(), sent.settings));
  Result<> outcome;
  auto collect = [&](const std::string& path, const auto&, const auto*, bool) {
    const auto value = at_path(text.root(), path);
    if (!value || !outcome) return;
    auto secret = read_secret(*value);
    if (secret)
      sent.secrets.emplace(path, *std::move(secret));
    else
      outcome = inside(path, secret.error());
  };
  for_each_secret_field(sent.settings, static_cast<const S*>(nullptr), {}, collect);
  TRY_DO(std::move(outcome));
  return sent;
}

}  // namespace kigen::api
