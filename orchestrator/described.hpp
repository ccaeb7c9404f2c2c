#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "events/codec/exists.hpp"
#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/error.hpp"

namespace kigen::orchestrator {

/// What the field asks of a text, the errors' `field` being `path`.
Result<> check_described_text(const events::Asked& asked, std::string_view text, const std::string& path);
Result<> check_described_number(const events::Asked& asked, std::int64_t number, const std::string& path);
Result<> check_described_count(const events::Asked& asked, std::size_t entries, const std::string& path);
Result<> check_described_presence(const events::Asked& asked, bool is_there, const std::string& path);

namespace detail {

template <class T>
Result<> check_described_value(const events::Asked& asked, const T& value, const std::string& path);

}  // namespace detail

/// Checks what the fields of a declared struct ask (events::Asked), also those of the structs, lists and
/// unions in it: of a union those of the kind that is there, and none that these settings do not have. What
/// a description cannot say is checked beside it: between fields, against the World, by the rules of a kind.
template <events::Declared S>
Result<> check_described(const S& settings, const std::string& path = "settings") {
  Result<> outcome;
  events::for_each_field<S>([&](const auto& field) {
    if (outcome && events::exists(field.asked, settings))
      outcome = detail::check_described_value(field.asked, settings.*field.member,
                                              path + "." + std::string(field.name));
  });
  return outcome;
}

namespace detail {

template <class T>
inline constexpr bool is_list = false;
template <class T>
inline constexpr bool is_list<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// Its own type says the rest: words, ids, times, yes or no.
template <class T>
Result<> check_described_value(const events::Asked& asked, const T& value, const std::string& path) {
  if constexpr (std::is_same_v<T, std::string>) {
    return check_described_text(asked, value, path);
  } else if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    return check_described_number(asked, static_cast<std::int64_t>(value), path);
  } else if constexpr (events::Declared<T>) {
    return check_described(value, path);
  } else if constexpr (events::Union<T>) {
    return value.visit([&](const auto& held) { return check_described(held, path); });
  } else if constexpr (is_optional<T>) {
    TRY_DO(check_described_presence(asked, value.has_value(), path));
    return value ? check_described_value(asked, *value, path) : Result<>{};
  } else if constexpr (is_list<T>) {
    TRY_DO(check_described_count(asked, value.size(), path));
    if constexpr (events::Declared<typename T::value_type> || events::Union<typename T::value_type>)
      for (std::size_t i = 0; i < value.size(); ++i)
        TRY_DO(check_described_value(asked, value[i], path + "." + std::to_string(i)));
    return {};
  } else {
    return {};
  }
}

}  // namespace detail
}  // namespace kigen::orchestrator
