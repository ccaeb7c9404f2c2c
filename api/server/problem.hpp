#pragma once

#include <string>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "orchestrator/net/http_server.hpp"

namespace kigen::api {

/// Problem Details (RFC 9457), as in openapi.json.
struct Problem {
  std::string type = "about:blank";
  std::string title = {};
  std::uint32_t status = 500;
  std::string detail = {};
  std::string code = {};
  std::uint32_t message = 98;
  std::string field = {};
  std::string instance = {};

  static constexpr auto fields = events::field_list(
      events::field("type", &Problem::type), events::field("title", &Problem::title),
      events::field("status", &Problem::status), events::field("detail", &Problem::detail),
      events::field("code", &Problem::code), events::field("message", &Problem::message),
      events::field("field", &Problem::field), events::field("instance", &Problem::instance));
};

/// What a client is told about an error. Of errors of the server itself (500) that is what kind of failure it
/// is, and the request's id: the details, which may name files of ours, go to the server's log.
Problem problem_of(const Error& error, const std::string& request_id);
/// The same as an answer, with Allow, WWW-Authenticate or Retry-After where the status wants them.
orchestrator::net::ServerResponse problem_answer(const Error& error, const std::string& request_id);
/// What the HTTP server itself refuses, before there is a request.
orchestrator::net::ServerResponse transport_problem(unsigned status);

}  // namespace kigen::api
