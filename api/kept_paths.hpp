#pragma once

#include <string_view>

#include "events/kept.hpp"

namespace kigen::api {

namespace detail {
inline constexpr std::string_view root = "/api/v1/";
inline constexpr std::string_view open_brace = "/{";
inline constexpr std::string_view close_brace = "}";
}  // namespace detail

/// Where all kept things of a kind are: "/api/v1/user-groups".
template <class S>
inline constexpr std::string_view path_of_all = events::Joined<detail::root, events::kept_plural<S>>::text;

/// Where one of them is: "/api/v1/user-groups/{user_group}".
template <class S>
inline constexpr std::string_view path_of_one =
    events::Joined<detail::root, events::kept_plural<S>, detail::open_brace, events::kept_word<S>,
                   detail::close_brace>::text;

}  // namespace kigen::api
