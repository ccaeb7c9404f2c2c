#pragma once

#include <set>
#include <string>

#include "api/schema/sources.hpp"

namespace kigen::api::schema {

/// An OpenAPI description (3.1).
struct Document {
  std::string text = {};
  std::set<std::string> unused_remarks = {};
};

/// Of the API with these routes.
Document describe_api(const Sources& sources);

}  // namespace kigen::api::schema
