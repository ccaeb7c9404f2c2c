#pragma once

#include <vector>

#include "api/backend.hpp"
#include "api/metrics/metrics.hpp"
#include "api/schema/sources.hpp"
#include "api/server/replays.hpp"
#include "api/server/route.hpp"
#include "api/session/gate.hpp"

namespace kigen::api {

/// What routes work with; it outlives them.
struct RouteParts {
  Backend& backend;
  Gate& gate;
  Replays& replays;
  const Metrics& metrics;
  Instant started;  ///< when the server began
};

// One function per resource; each route's code is in the file of that name.
std::vector<Route> session_routes(RouteParts parts);
std::vector<Route> bootstrap_routes(RouteParts parts);
std::vector<Route> user_routes(RouteParts parts);
std::vector<Route> token_routes(RouteParts parts);
std::vector<Route> company_routes(RouteParts parts);
std::vector<Route> kept_routes(RouteParts parts);
std::vector<Route> access_routes(RouteParts parts);
std::vector<Route> service_routes(RouteParts parts);
std::vector<Route> certificate_routes(RouteParts parts);
std::vector<Route> node_routes(RouteParts parts);
std::vector<Route> order_routes(RouteParts parts);
std::vector<Route> apply_routes(RouteParts parts);
std::vector<Route> job_routes(RouteParts parts);
std::vector<Route> dashboard_routes(RouteParts parts);
std::vector<Route> log_routes(RouteParts parts);
std::vector<Route> log_tree_routes(RouteParts parts);
std::vector<Route> event_routes(RouteParts parts);
std::vector<Route> system_routes(RouteParts parts);

/// The whole table.
std::vector<Route> all_routes(RouteParts parts);

/// What is kept by one set of routes each.
std::vector<schema::KeptThing> kept_things();

/// All settings that people fill in.
std::vector<schema::Settings> described_settings();

/// A handler that gets the parts along with the call.
inline RouteHandler with(RouteParts parts, Task<Result<ServerResponse>> (*handler)(RouteParts, const Call&)) {
  return [parts, handler](const Call& call) { return handler(parts, call); };
}

}  // namespace kigen::api
