#include "api/session/origin.hpp"

#include <unistd.h>

#include <algorithm>

#include "api/errors.hpp"
#include "api/session/sessions.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

using orchestrator::net::ServerRequest;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// "name=value" for the name in a Cookie header (RFC 6265 §4.2.1); the values found are appended.
void find_cookies(std::string_view header, std::string_view name, std::vector<std::string>& values) {
  while (!header.empty()) {
    const auto pair = trimmed(header.substr(0, header.find(';')));
    header.remove_prefix(
        std::min(header.size(), header.find(';') == header.npos ? header.npos : header.find(';') + 1));
    const auto equals = pair.find('=');
    if (equals != pair.npos && pair.substr(0, equals) == name) values.emplace_back(pair.substr(equals + 1));
  }
}

}  // namespace

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

Result<> check_origin(const ServerRequest& request) {
  if (is_safe(request.method)) return {};
  const auto origin = request.header("Origin");
  if (!origin) return {};  // not a browser, or one too old to attack with
  const auto ours =
      std::string(request.is_tls ? "https://" : "http://") + request.header("Host").value_or("");
  if (orchestrator::to_lower(*origin) == orchestrator::to_lower(ours)) return {};
  return fail(api_errc::csrf, "the page is from " + origin->substr(0, 200) + ", this is " + ours);
}

Result<> check_csrf(const ServerRequest& request, std::string_view cookie) {
  if (is_safe(request.method)) return {};
  if (orchestrator::vault::equal_in_constant_time(request.header("X-CSRF-Token").value_or(""),
                                                  csrf_token(cookie)))
    return {};
  return fail(api_errc::csrf, "X-CSRF-Token is missing or of another session");
}

std::optional<std::string> cookie_of(const ServerRequest& request, std::string_view name) {
  std::vector<std::string> values;
  for (const auto& [header, value] : request.headers)
    if (orchestrator::to_lower(header) == "cookie") find_cookies(value, name, values);
  return values.size() == 1 ? std::optional(values.front()) : std::nullopt;
}

bool is_from_the_owner(const ServerRequest& request) {
  return request.local_uid && (*request.local_uid == 0 || *request.local_uid == ::geteuid());
}

}  // namespace kigen::api
