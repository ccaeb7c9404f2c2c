#pragma once

#include <string_view>

namespace kigen::api {

/// openapi.json, as it is in the source tree.
extern const std::string_view openapi_json;

}  // namespace kigen::api
