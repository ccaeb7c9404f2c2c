#pragma once

#include <cstdint>
#include <limits>
#include <string_view>

#include "api/schema/type.hpp"
#include "projections/page.hpp"

namespace kigen::api {

/// What a route takes in its query, path or headers.
struct Parameter {
  std::string_view name;
  const schema::Type* type;
  std::string_view remark = {};
  std::uint64_t low = 0;  ///< of numbers, both ends included
  std::uint64_t high = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t usual = 0;           ///< of numbers, where it is not given …
  bool has_usual = false;            ///< … and that means one
  std::string_view usual_word = {};  ///< the same of words

  constexpr Parameter within(this Parameter self, std::uint64_t least, std::uint64_t most) {
    self.low = least;
    self.high = most;
    return self;
  }
  constexpr Parameter usually(this Parameter self, std::uint64_t number) {
    self.usual = number;
    self.has_usual = true;
    return self;
  }
  constexpr Parameter usually(this Parameter self, std::string_view word) {
    self.usual_word = word;
    return self;
  }
};

/// One that is a T.
template <class T>
constexpr Parameter parameter(std::string_view name, std::string_view remark = {}) {
  return {.name = name, .type = &schema::type_of<T>, .remark = remark};
}

/// What many routes take.
namespace common {

inline constexpr auto search = parameter<std::string>("q", "part of a name");
inline constexpr auto sort =
    parameter<std::string>("sort", "a field that lists show, by its path").usually("name");
inline constexpr auto descending = parameter<bool>("descending");
inline constexpr auto limit =
    parameter<std::uint64_t>("limit").within(1, projections::max_page_rows).usually(100);
inline constexpr auto cursor = parameter<std::string>("cursor", "`next` of the page before");
inline constexpr auto at =
    parameter<std::string>("at", "as it was at a position or an instant; not for viewers");

}  // namespace common

}  // namespace kigen::api
