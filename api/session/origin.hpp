#pragma once

#include "events/core/error.hpp"
#include "orchestrator/net/http_server.hpp"

namespace kigen::api {

/// Methods that change nothing (RFC 9110 §9.2.1).
bool is_safe(std::string_view method);
/// Refuses (csrf) an unsafe request that a browser sent for a page of another origin: its Origin names
/// another host.
Result<> check_origin(const orchestrator::net::ServerRequest& request);
/// Refuses (csrf) an unsafe request with a session cookie whose X-CSRF-Token is not that of the session.
Result<> check_csrf(const orchestrator::net::ServerRequest& request, std::string_view cookie);
/// The value of a cookie; none when the request has no such one, or two.
std::optional<std::string> cookie_of(const orchestrator::net::ServerRequest& request, std::string_view name);
/// From who runs the server or is root, over the Unix socket. An address proves nothing: whatever forwards
/// TCP has one of this machine.
bool is_from_the_owner(const orchestrator::net::ServerRequest& request);

}  // namespace kigen::api
