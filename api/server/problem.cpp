#include "api/server/problem.hpp"

#include "api/errors.hpp"
#include "api/server/security_headers.hpp"
#include "events/codec/json_out.hpp"
#include "events/core/readable.hpp"

namespace kigen::api {
namespace {

using orchestrator::net::ServerResponse;

constexpr std::string_view stream_retry_seconds = "30";
constexpr std::size_t max_detail_bytes = 8'192;

api_errc transport_errc(unsigned status) {
  switch (status) {
    case 400:
      return api_errc::malformed_parameter;
    case 408:
      return api_errc::request_timed_out;
    case 413:
      return api_errc::body_too_large;
    case 421:
      return api_errc::other_host;
    case 431:
      return api_errc::malformed_parameter;
    case 503:
      return api_errc::too_many_requests;
    default:
      return api_errc::internal;
  }
}

ServerResponse as_answer(const Problem& problem) {
  ServerResponse answer;
  answer.status = problem.status;
  answer.headers = {{"Content-Type", "application/problem+json"}};
  answer.body = events::to_json(problem);
  return answer;
}

}  // namespace

Problem problem_of(const Error& error, const std::string& request_id) {
  const auto told = answer_of(error.code);
  Problem problem;
  problem.title = error.code.message();
  problem.status = static_cast<std::uint32_t>(told);
  if (told != Answer::internal)
    problem.detail = readable_begin(error.detail, max_detail_bytes);  // it may quote the client
  problem.code = error_word(error.code);
  problem.message = static_cast<std::uint32_t>(message_number(error.code));
  problem.field = readable_begin(error.field, max_detail_bytes);
  problem.instance = request_id;
  return problem;
}

ServerResponse problem_answer(const Error& error, const std::string& request_id) {
  auto answer = as_answer(problem_of(error, request_id));
  if (answer.status == 401) answer.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"kigen\"");
  if (error.code == api_errc::method_not_allowed) answer.headers.emplace_back("Allow", error.detail);
  if (error.code == api_errc::throttled) answer.headers.emplace_back("Retry-After", error.detail);
  if (error.code == api_errc::too_many_streams)
    answer.headers.emplace_back("Retry-After", std::string(stream_retry_seconds));
  if (answer.status == 503) answer.headers.emplace_back("Retry-After", "1");
  return answer;
}

ServerResponse transport_problem(unsigned status) {
  auto problem = problem_of(Error{make_error_code(transport_errc(status))}, {});
  problem.status = status;
  auto answer = as_answer(problem);
  if (status == 503) answer.headers.emplace_back("Retry-After", "1");
  add_security_headers(answer);
  return answer;
}

}  // namespace kigen::api
