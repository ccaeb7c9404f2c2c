#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace kigen::api::schema {

/// JSON for people: what fits on a line stands on one, but for the outermost levels.
std::string pretty(const boost::json::value& value);

}  // namespace kigen::api::schema
