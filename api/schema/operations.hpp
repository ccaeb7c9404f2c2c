#pragma once

#include <boost/json/object.hpp>

#include <span>

#include "api/schema/components.hpp"
#include "api/server/route.hpp"

namespace kigen::api::schema {

/// The paths of a description: what each route says of itself.
boost::json::object paths_of(std::span<const Route> routes, Components& components);

}  // namespace kigen::api::schema
