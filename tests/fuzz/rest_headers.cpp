// Headers of requests to the API that mean something to it. An input is lines of "<name>: <value>".
#include <algorithm>

#include "api/server/body.hpp"
#include "api/server/command_headers.hpp"
#include "api/session/bearer.hpp"
#include "api/session/origin.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/problem.hpp"

namespace kigen::fuzz {
namespace {

using namespace api;

ServerRequest request_with(std::string_view lines) {
  ServerRequest request{.method = "POST", .peer = "127.0.0.1"};
  while (!lines.empty()) {
    const auto line = lines.substr(0, lines.find('\n'));
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
    const auto name = line.substr(0, line.find(": "));
    request.headers.emplace_back(name, line.substr(std::min(line.size(), name.size() + 2)));
  }
  return request;
}

template <class T>
void expect_read(const Result<T>& result) {
  if (!result) expect_tellable(result.error());
}

void try_credentials(const ServerRequest& request) {
  const auto cookie = cookie_of(request, "kigen");
  ensure(!cookie || cookie->find(';') == std::string::npos, "a cookie ends at the semicolon");
  const auto authorization = request.header("Authorization").value_or("");
  const auto bearer = bearer_of(authorization);
  if (!bearer) return;
  ensure(authorization.ends_with(*bearer), "a token is the end of its header");
  const auto user = user_in_bearer(*bearer);
  if (!user) return;
  auto digits = to_text(*user);
  std::erase(digits, '-');
  ensure(bearer->starts_with("kgn_" + digits + "_"), "a token holds the id of its user");
}

}  // namespace

void try_input(std::string_view input) {
  const auto request = request_with(input);
  try_credentials(request);
  expect_read(check_origin(request));
  expect_read(check_json(request));
  expect_read(if_match_of(request));
  expect_read(command_id_of({.request = request}, {}, Secret("key")));
  ensure(!is_from_the_owner(request), "no header makes one the owner");
}

}  // namespace kigen::fuzz
