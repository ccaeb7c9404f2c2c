#pragma once

#include <system_error>

namespace kigen::api {

/// What the API itself refuses, before any decision is asked for.
enum class api_errc {
  no_such_path = 1,
  method_not_allowed,
  not_found,  ///< the path is right, but nothing has that id
  body_too_large,
  body_missing,
  not_json,  ///< Content-Type is not application/json
  duplicate_field,
  malformed_parameter,  ///< in the path, the query or a header
  unknown_parameter,
  precondition_required,  ///< a replacing request without If-Match
  precondition_failed,
  key_reused,  ///< the Idempotency-Key was used for something else
  shown_once,  ///< a repeated request whose answer held a secret
  not_logged_in,
  wrong_login,
  session_expired,
  role_too_low,
  password_needed,  ///< it was given too long ago
  token_too_narrow,
  csrf,
  throttled,
  busy,  ///< too many passwords wait to be looked at
  wrong_bootstrap_token,
  secret_word,      ///< a secret that is the word a page shows for one
  no_secret_here,   ///< {"set": true} where none is stored
  secret_unused,    ///< one for a field that these settings do not have
  unseen_host_key,  ///< the fingerprint to confirm is none that the host showed
  no_certificate,   ///< the generation asked for is not there
  no_private_key,   ///< its private key is elsewhere
  no_csr,
  no_enabled_node,
  weak_passphrase,
  replay_busy,  ///< another `?at=` read runs
  replay_too_long,
  views_behind,  ///< the views cannot answer: they are being built
  request_timed_out,
  too_many_requests,
  too_many_streams,  ///< of the caller, or of all
  other_host,        ///< the Host header names none of ours
  sessions_damaged,  ///< what was kept of the sessions
  internal,
};
std::error_code make_error_code(api_errc code);

}  // namespace kigen::api

template <>
struct std::is_error_code_enum<kigen::api::api_errc> : std::true_type {};
