#pragma once

#include <array>
#include <string>

#include "api/server/read_body.hpp"

namespace kigen::api {

/// {"name": …} of a company or site.
struct NameBody {
  std::string name = {};
  static constexpr auto fields = events::field_list(events::field("name", &NameBody::name));
};
template <>
struct Required<NameBody> {
  static constexpr std::array<std::string_view, 1> names{"name"};
};

}  // namespace kigen::api
