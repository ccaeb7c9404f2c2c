#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/server/route.hpp"

namespace kigen::api {

/// A route with the parts of the path that it names.
struct Match {
  const Route* route = nullptr;
  PathParameters parameters = {};
};

/// Whether the path fits the pattern, and what its named parts are. Named parts are never empty.
std::optional<PathParameters> match_pattern(std::string_view pattern, std::string_view path);

/// Finds the route of a request. HEAD goes where GET goes. Immutable after construction; any thread.
class Router {
 public:
  explicit Router(std::vector<Route> routes) : routes_(std::move(routes)) {}
  /// Fails with no_such_path, or method_not_allowed with the allowed methods as its detail. Literal parts win
  /// over named ones.
  Result<Match> find(std::string_view method, std::string_view path) const;
  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace kigen::api
