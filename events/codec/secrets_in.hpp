#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

/// Finds the references to secrets anywhere in a T, as its fields are declared: none can be forgotten.
/// Structs without declared fields: events/codec/secrets_in_plain.hpp.
template <class T>
struct SecretsIn;

/// Calls `use` with each.
template <class T, class Use>
void for_each_secret(const T& value, Use& use) {
  SecretsIn<T>::visit(value, use);
}

struct NoSecretsIn {
  static void visit(const auto&, auto&) {}
};
template <class T>
  requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
struct SecretsIn<T> : NoSecretsIn {};
template <>
struct SecretsIn<std::string> : NoSecretsIn {};
template <>
struct SecretsIn<Instant> : NoSecretsIn {};
template <>
struct SecretsIn<StreamId> : NoSecretsIn {};
template <class Tag>
struct SecretsIn<Id<Tag>> : NoSecretsIn {};
template <>
struct SecretsIn<SecretRef> {
  static void visit(const SecretRef& secret, auto& use) { use(secret); }
};
template <class T>
struct SecretsIn<std::optional<T>> {
  static void visit(const std::optional<T>& value, auto& use) {
    if (value) for_each_secret(*value, use);
  }
};
template <class T>
struct SecretsInEach {
  static void visit(const auto& values, auto& use) {
    for (const auto& value : values) for_each_secret<T>(value, use);
  }
};
template <class T>
struct SecretsIn<std::vector<T>> : SecretsInEach<T> {};
template <class T, std::size_t n>
struct SecretsIn<std::array<T, n>> : SecretsInEach<T> {};
template <class Key, class T>
struct SecretsIn<std::map<Key, T>> {
  static void visit(const std::map<Key, T>& values, auto& use) {
    for (const auto& [key, value] : values) {
      for_each_secret(key, use);
      for_each_secret(value, use);
    }
  }
};
template <Declared T>
struct SecretsIn<T> {
  static void visit(const T& value, auto& use) {
    for_each_field<T>([&](const auto& field) { for_each_secret(value.*field.member, use); });
  }
};

template <Union T>
struct SecretsIn<T> {
  static void visit(const T& value, auto& use) {
    value.visit([&](const auto& held) { for_each_secret(held, use); });
  }
};

}  // namespace kigen::events
