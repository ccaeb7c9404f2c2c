#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "events/codec/one_of.hpp"
#include "events/kept.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {

// The columns of a list: fields whose description says that they are listed, by their path in the settings,
// as requests spell it ("connection.host").

namespace detail {

template <class T, class Use>
void for_each_listed_path(const std::string& before, Use& use) {
  events::for_each_field<T>([&]<class V>(const events::Field<T, V>& field) {
    const auto path = before + std::string(field.name);
    if (field.asked.listed) use(path);
    if constexpr (events::Declared<V>)
      for_each_listed_path<V>(path + '.', use);
    else if constexpr (events::Union<V>)
      V::for_each_kind([&]<class K>() { for_each_listed_path<K>(path + '.', use); });
  });
}

/// Calls `use` with each listed value and its path's rest under `wanted`; with an empty `wanted`, with all.
template <class T, class Use>
void for_each_listed_value(const T& value, std::string_view wanted, Use& use) {
  events::for_each_field<T>([&]<class V>(const events::Field<T, V>& field) {
    auto rest = wanted;
    if (!rest.empty()) {
      if (!rest.starts_with(field.name)) return;
      rest.remove_prefix(field.name.size());
      if (!rest.empty() && rest.front() != '.') return;
      if (!rest.empty()) rest.remove_prefix(1);
    }
    const auto& member = value.*field.member;
    const bool is_meant = field.asked.listed && rest.empty();
    if constexpr (events::Declared<V>) {
      for_each_listed_value(member, rest, use);
    } else if constexpr (events::Union<V>) {
      if (is_meant) use(std::string(member.word()));
      if (is_meant && !wanted.empty()) return;  // which kind it is, and not what that has
      member.visit([&](const auto& held) { for_each_listed_value(held, rest, use); });
    } else if (is_meant) {
      use(member);
    }
  });
}

/// Bytes that sort as the values do; texts without regard to the case of ASCII letters.
template <class V>
std::string sort_key(const V& value) {
  if constexpr (std::is_same_v<V, std::string>)
    return key_of(lower(value));
  else if constexpr (std::is_integral_v<V> || std::is_enum_v<V>)
    return key_of(static_cast<std::uint64_t>(value));
  else if constexpr (requires { value.has_value(); })
    return value ? sort_key(*value) : std::string();
  else
    return key_of(value);
}

}  // namespace detail

/// What a list of them can be sorted by.
template <class S>
const std::vector<std::string>& listed_paths() {
  static const auto paths = [] {
    std::vector<std::string> all;
    const auto note = [&](const std::string& path) {
      if (std::ranges::find(all, path) == all.end()) all.push_back(path);
    };
    detail::for_each_listed_path<S>("", note);
    return all;
  }();
  return paths;
}

/// Sorts by the field of that path; empty where these settings have none.
template <class S>
std::string sort_key_of(const S& settings, std::string_view path) {
  std::string key;
  const auto take = [&](const auto& value) { key = detail::sort_key(value); };
  detail::for_each_listed_value(settings, path, take);
  return key;
}

/// Whether a listed text has `wanted`, which is in lower case, in it; ASCII letters in either case.
template <class S>
bool mentions(const S& settings, std::string_view wanted) {
  bool found = wanted.empty();
  const auto look = [&]<class V>(const V& value) {
    if constexpr (std::is_same_v<V, std::string>) found = found || lower(value).contains(wanted);
  };
  detail::for_each_listed_value(settings, {}, look);
  return found;
}

}  // namespace kigen::projections
