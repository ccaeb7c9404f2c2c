#include "api/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::api {
namespace {

constexpr int bad_format = 5;
constexpr int not_registered = 17;
constexpr int not_obtained = 18;
constexpr int denied = 3520;

constexpr ErrcEntry line(api_errc code, const char* name, const char* text, int message, Answer answer,
                         Failure failure = Failure::permanent) {
  return {int(code), name, text, message, failure, answer};
}

}  // namespace

std::error_code make_error_code(api_errc code) {
  using enum api_errc;
  static const TableCategory table(
      "api",
      {
          line(no_such_path, "no_such_path", "there is nothing at this path; see /api/v1/openapi.json",
               not_obtained, Answer::not_found),
          line(method_not_allowed, "method_not_allowed",
               "this path does not take the method; the Allow header names those it takes", not_registered,
               Answer::method_not_allowed),
          line(not_found, "not_found", "there is nothing with this id", not_obtained, Answer::not_found),
          line(body_too_large, "body_too_large", "the body is over the limit of 1 MiB", bad_format,
               Answer::too_large),
          line(body_missing, "body_missing", "a body is needed", bad_format, Answer::bad_request),
          line(not_json, "not_json", "the body must be sent as Content-Type: application/json", bad_format,
               Answer::unsupported_media_type),
          line(duplicate_field, "duplicate_field", "a field is given twice", bad_format, Answer::bad_request),
          line(malformed_parameter, "malformed_parameter", "a parameter of the request is malformed",
               bad_format, Answer::bad_request),
          line(unknown_parameter, "unknown_parameter",
               "the request has a parameter that this path does not know", bad_format, Answer::bad_request),
          line(precondition_required, "precondition_required",
               "send If-Match with the ETag of what is to be replaced, or If-Match: *", not_registered,
               Answer::precondition_required),
          line(precondition_failed, "precondition_failed",
               "it was changed meanwhile; read it again and repeat the change", not_registered,
               Answer::precondition_failed),
          line(key_reused, "key_reused", "the Idempotency-Key was used for another request before",
               not_registered, Answer::unprocessable),
          line(shown_once, "shown_once",
               "this was done by an earlier request with the same Idempotency-Key; its secret was shown once",
               not_registered, Answer::conflict),
          line(not_logged_in, "not_logged_in", "log in, or send an API token", denied, Answer::unauthorized),
          line(wrong_login, "wrong_login", "mail address or password are wrong", denied,
               Answer::unauthorized),
          line(session_expired, "session_expired", "the session has ended; log in again", denied,
               Answer::unauthorized),
          line(role_too_low, "role_too_low", "your role does not allow this", denied, Answer::forbidden),
          line(password_needed, "password_needed",
               "give your password again: it was given more than 10 minutes ago", denied, Answer::forbidden),
          line(token_too_narrow, "token_too_narrow",
               "this API token may less than its user; log in, or use a token of the user's role and all "
               "groups",
               denied, Answer::forbidden),
          line(csrf, "csrf",
               "the request does not come from a page of ours: X-CSRF-Token or Origin do not fit", denied,
               Answer::forbidden),
          line(throttled, "throttled", "too many failed logins; wait as Retry-After says", denied,
               Answer::too_many_requests, Failure::transient),
          line(busy, "busy", "too many passwords wait to be looked at; try again", denied,
               Answer::unavailable, Failure::transient),
          line(wrong_bootstrap_token, "wrong_bootstrap_token",
               "this is not the bootstrap token of kigen init; kigen bootstrap --socket needs none", denied,
               Answer::forbidden),
          line(secret_word, "secret_word",
               "this is the word that is shown for a stored value; give the value itself, or leave it out",
               bad_format, Answer::unprocessable),
          line(no_secret_here, "no_secret_here", "no value is stored here; give it, or leave it out",
               bad_format, Answer::unprocessable),
          line(secret_unused, "secret_unused",
               "with these settings nothing uses this value; leave it out, or choose what it is for",
               bad_format, Answer::unprocessable),
          line(unseen_host_key, "unseen_host_key",
               "the host has not shown this key; scan it, compare, and confirm what it showed",
               not_registered, Answer::conflict),
          line(no_certificate, "no_certificate",
               "the service has no such certificate; order or import one first", 2404, Answer::not_found),
          line(no_private_key, "no_private_key",
               "the certificate's private key is elsewhere; import it first", 1651, Answer::conflict),
          line(no_csr, "no_csr", "no CSR waits for the next order; make or import one first", 2003,
               Answer::not_found),
          line(weak_passphrase, "weak_passphrase", "a PKCS#12 file needs a passphrase of 8 bytes or more",
               bad_format, Answer::unprocessable),
          line(no_enabled_node, "no_enabled_node", "the service has no enabled node", 2605, Answer::conflict),
          line(replay_busy, "replay_busy", "another replay runs; try again", not_obtained,
               Answer::unavailable, Failure::transient),
          line(replay_too_long, "replay_too_long",
               "so much history is replayed by `kigen replay` only, not by the API", not_obtained,
               Answer::unprocessable),
          line(views_behind, "views_behind", "the views are being built from the log; try again",
               not_obtained, Answer::unavailable, Failure::transient),
          line(request_timed_out, "request_timed_out", "the request did not arrive in time", bad_format,
               Answer::bad_request, Failure::transient),
          line(too_many_requests, "too_many_requests", "the server has too many connections; try again",
               not_obtained, Answer::unavailable, Failure::transient),
          line(too_many_streams, "too_many_streams",
               "too many event streams are open; close a page that is not needed, or try again later",
               not_obtained, Answer::too_many_requests, Failure::transient),
          line(other_host, "other_host",
               "this server has another name; its configuration lists those it answers to", denied,
               Answer::bad_request),
          line(sessions_damaged, "sessions_damaged",
               "the file of the browser sessions is damaged; all log in again", 98, Answer::internal),
          line(internal, "internal", "an error in the server; its log says more under the request's id", 98,
               Answer::internal),
      });
  return {int(code), table};
}

}  // namespace kigen::api
