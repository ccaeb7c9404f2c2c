#include "api/server/body.hpp"

#include "orchestrator/input.hpp"

namespace kigen::api {

Result<> check_json(const ServerRequest& request) {
  const auto type = orchestrator::to_lower(request.header("Content-Type").value_or(""));
  const auto media = type.substr(0, type.find_first_of("; "));
  if (media == "application/json") return {};
  return fail(api_errc::not_json, type.empty() ? "no Content-Type" : type.substr(0, 100));
}

}  // namespace kigen::api
