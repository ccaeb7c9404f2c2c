#pragma once

#include "api/errors.hpp"
#include "api/server/read_body.hpp"
#include "api/server/route.hpp"
#include "api/server/sent_secrets.hpp"

namespace kigen::api {

/// Refuses (not_json) a body of another type: a page of another origin can send those without asking (CORS).
Result<> check_json(const ServerRequest& request);

/// The body of a request as T.
template <events::Declared T>
Result<T> body_of(const Call& call) {
  if (call.request.body.empty()) return fail(api_errc::body_missing);
  TRY_DO(check_json(call.request));
  return read_body<T>(call.request.body);
}
/// The same for settings with secrets, which go into no member of theirs: `settle`
/// (api/routes/new_secret.hpp) puts them in the vault.
template <events::Declared S>
Result<Sent<S>> body_with_secrets(const Call& call) {
  if (call.request.body.empty()) return fail(api_errc::body_missing);
  TRY_DO(check_json(call.request));
  return read_body_with_secrets<S>(call.request.body);
}
/// body_of where all of T may be left out.
template <events::Declared T>
Result<T> optional_body_of(const Call& call) {
  if (call.request.body.empty()) return T{};
  return body_of<T>(call);
}

}  // namespace kigen::api
