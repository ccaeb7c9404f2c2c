#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/overloaded.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

/// How a thing that is only settings is declared, beside the fields of its settings:
/// `static constexpr KeptAs kept{…}`, with `using Id`, whose word is the thing's. Commands, events, state,
/// view, routes and log lines follow from it.
struct KeptAs {
  std::string_view plural;       ///< of paths: "ca-accounts"
  std::uint16_t first_line = 0;  ///< of the log: created; edited and deleted follow. 0: lines of another
  std::string_view module = {};  ///< of these lines
  std::string_view en = {};      ///< what they begin with
  std::string_view ja = {};      ///<
  bool proved = false;           ///< who changes it gives the password again: secrets or rights hang on it
  std::uint16_t schema = 1;      ///< of its events, where the newest field does not say it
  std::string_view noun = {};    ///< of its commands; empty: its word
};

template <class S>
concept KeptSettings = Declared<S> && requires {
  typename S::Id;
  S::kept;
};
/// Its name is required, and what lists of it begin with.
template <KeptSettings S>
consteval bool has_listed_name() {
  bool found = false;
  for_each_field<S>([&](const auto& field) {
    if (field.name == "name") found = field.asked.required && field.asked.listed;
  });
  return found;
}

/// "organization", as its ids have it.
template <class SomeId>
consteval std::string_view word_of_id() {
  if constexpr (StreamsId<SomeId>)
    return SomeId::Names::aggregate;
  else
    return SomeId::Names::word;
}
template <class S>
inline constexpr std::string_view kept_word = word_of_id<typename S::Id>();

template <class S>
inline constexpr std::string_view kept_plural = S::kept.plural;

template <class S>
inline constexpr std::string_view kept_noun = S::kept.noun.empty() ? kept_word<S> : S::kept.noun;

/// Texts as one, made by the compiler.
template <const std::string_view&... parts>
struct Joined {
  static constexpr auto characters = [] {
    std::array<char, (parts.size() + ...)> all{};
    auto out = all.begin();
    ((out = std::ranges::copy(parts, out).out), ...);
    return all;
  }();
  static constexpr std::string_view text{characters.data(), characters.size()};
};

namespace detail {
inline constexpr std::string_view created = ".created";
inline constexpr std::string_view edited = ".edited";
inline constexpr std::string_view deleted = ".deleted";
template <class S>
inline constexpr std::uint16_t kept_schema = std::max(S::kept.schema, NewestField<S>::schema);
}  // namespace detail

template <class S>
struct Created {
  S settings = {};
  static constexpr EventType type{.name = Joined<kept_word<S>, detail::created>::text,
                                  .schema = detail::kept_schema<S>};
  static constexpr auto fields = field_list(field("settings", &Created::settings));
  friend bool operator==(const Created&, const Created&) = default;
};

template <class S>
struct Edited {
  S settings = {};
  static constexpr EventType type{.name = Joined<kept_word<S>, detail::edited>::text,
                                  .schema = detail::kept_schema<S>};
  static constexpr auto fields = field_list(field("settings", &Edited::settings));
  friend bool operator==(const Edited&, const Edited&) = default;
};

template <class S>
struct Deleted {
  static constexpr EventType type{.name = Joined<kept_word<S>, detail::deleted>::text};
  static constexpr auto fields = field_list();
  friend bool operator==(const Deleted&, const Deleted&) = default;
};

template <class S>
using KeptEvent = std::variant<Created<S>, Edited<S>, Deleted<S>>;

/// How one of them stands.
template <class S>
struct Kept {
  typename S::Id id = {};
  Version version = 0;
  S settings = {};
  bool deleted = false;
};

template <class S>
Kept<S> evolve(Kept<S> thing, const KeptEvent<S>& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const Created<S>& e) { thing.settings = e.settings; },
                 [&](const Edited<S>& e) { thing.settings = e.settings; },
                 [&](const Deleted<S>&) { thing.deleted = true; },
             },
             event);
  thing.version = stamp.version;
  return thing;
}

/// State and events of a kept thing: of settings alone, unless specialised for one that is more.
template <class S>
struct KeptParts {
  using State = Kept<S>;
  using Event = KeptEvent<S>;
};

/// Kept things, by their settings.
template <class... Settings>
struct KeptList {
  static_assert((has_listed_name<Settings>() && ...), "a kept thing has a name, required() and listed()");
  template <class Use>
  static constexpr void for_each(Use&& use) {
    (use.template operator()<Settings>(), ...);
  }
};

}  // namespace kigen::events
