#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/session/caller.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/task.hpp"
#include "orchestrator/net/http_server.hpp"

namespace kigen::api {

using orchestrator::net::ServerRequest;
using orchestrator::net::ServerResponse;

/// The parts of a path that its pattern names in braces.
using PathParameters = std::vector<std::pair<std::string_view, std::string>>;

/// A request on its way through its route. Lives until the route has answered.
struct Call {
  const ServerRequest& request;
  PathParameters parameters = {};
  Caller caller = {};  ///< nobody on routes for anyone
  Uuid id = {};        ///< X-Request-Id, and the correlation of all that follows

  /// The parameter; routes ask for those of their own pattern only.
  const std::string& parameter(std::string_view name) const;
};

using RouteHandler = std::function<Task<Result<ServerResponse>>(const Call&)>;

/// The least that a caller must be. Auditors may do what viewers may, admins everything.
enum class Need : std::uint8_t { anyone, viewer, auditor, admin };

/// Whether who is signed in must have given the password within proof_life. An API token is asked for none.
enum class Proof : std::uint8_t { none, recent };
/// Whether asking shows that somebody sits there: else it keeps no session alive.
enum class Attendance : std::uint8_t { attended, unattended };

/// One line of the route table: the only place that says who may do what.
struct Route {
  std::string_view method;   ///< upper case
  std::string_view pattern;  ///< "/api/v1/services/{service}"; a last "{name...}" takes the rest of the path
  Need need;
  RouteHandler handle;
  Proof proof = Proof::none;
  Attendance attendance = Attendance::attended;
};

}  // namespace kigen::api
