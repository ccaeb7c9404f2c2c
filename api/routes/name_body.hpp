#pragma once

#include <array>
#include <string>

#include "api/server/read_body.hpp"

namespace kigen::api {

/// {"name": …} of the company.
struct NameBody {
  std::string name = {};
  static constexpr auto fields = events::field_list(events::field("name", &NameBody::name).required());
};

}  // namespace kigen::api
