#pragma once

#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "events/aggregates.hpp"
#include "events/codec/one_of.hpp"

namespace kigen::tests {

/// A text that a field of such a kind may hold.
inline std::string text_of_kind(events::TextKind kind) {
  using enum events::TextKind;
  switch (kind) {
    case host:
    case fqdn:
      return "www.example.com";
    case mail:
      return "hostmaster@example.com";
    case https_url:
      return "https://ca.example.com/dir";
    case path:
      return "/etc/hosts";
    case proxy:
      return "proxy.example.com:3128";
    case country:
      return "JP";
    case digits:
      return "0312345678";
    case free:
    case name:
    case note:
    case program:
    case login:
    case pem:
      break;
  }
  return "sample";
}

/// A text for each field of settings that holds one, by its place: "connection.host".
template <class T>
void add_texts(std::map<std::string, std::string>& texts, const std::string& before = {}) {
  events::for_each_field<T>([&]<class V>(const events::Field<T, V>& field) {
    const auto place = before + std::string(field.name);
    if constexpr (std::is_same_v<V, std::string> || std::is_same_v<V, std::vector<std::string>>)
      texts[place] = text_of_kind(field.asked.text);
    else if constexpr (events::Declared<V>)
      add_texts<V>(texts, place + ".");
    else if constexpr (events::Union<V>)
      V::for_each_kind([&]<class Kind>() { add_texts<Kind>(texts, place + "."); });
  });
}

/// Fills all that is required.
template <class T>
void fill_required(T& settings) {
  events::for_each_field<T>([&]<class V>(const events::Field<T, V>& field) {
    auto& member = settings.*field.member;
    if constexpr (std::is_same_v<V, std::string>) {
      if (field.asked.required) member = text_of_kind(field.asked.text);
    } else if constexpr (events::Declared<V>) {
      fill_required(member);
    } else if constexpr (events::Union<V>) {
      member.visit([](auto& held) { fill_required(held); });
    }
  });
}

/// What a kept thing needs besides, by rules of its own. `secret`: a reference to one.
template <class S, class MakeSecret>
void fill_by_rules(S& settings, MakeSecret secret) {
  if constexpr (std::is_same_v<S, events::AccessSettings>)
    settings.connection.visit([&](auto& way) { way.login_password = secret(); });
}

inline SecretRef some_secret() { return {Uuid{{21}}}; }

/// The least that a kept thing needs.
template <class S, class MakeSecret = SecretRef (*)()>
S least_settings(const std::string& name, MakeSecret secret = some_secret) {
  S settings;
  fill_required(settings);
  fill_by_rules(settings, secret);
  settings.name = name;
  return settings;
}

}  // namespace kigen::tests
