#pragma once

#include <array>

#include "api/server/read_body.hpp"
#include "events/node_events.hpp"
#include "events/service_events.hpp"

namespace kigen::api {

// Settings that requests send in the shape of their events.

template <>
struct Required<events::ServiceSettings> {
  static constexpr std::array<std::string_view, 2> names{"name", "commonName"};
};
template <>
struct Required<events::NodeSettings> {
  static constexpr std::array<std::string_view, 3> names{"name", "site", "access"};
};

}  // namespace kigen::api
