#include "api/errors.hpp"
#include "api/routes/passwords.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/session_answer.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/user/commands.hpp"

namespace kigen::api {
namespace {

/// What the World knows of someone who tries to log in.
struct Candidate {
  UserId id = {};
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::optional<SecretRef> password = {};
};

std::optional<Candidate> candidate(const orchestrator::User* user) {
  if (user == nullptr) return std::nullopt;
  return Candidate{user->id, user->mail, user->role, user->password};
}

/// Notes in the user's history that guessing has begun.
Task<Result<>> record_throttle(RouteParts parts, const Call& call, UserId user, std::uint32_t failures) {
  orchestrator::RecordThrottle command;
  command.id = user;
  command.address = call.request.peer;
  command.failures = failures;
  orchestrator::Context context;
  context.correlation = call.id;
  CO_TRY_DO(co_await parts.backend.orchestrator.execute(orchestrator::as_command(command), context));
  co_return Result<>{};
}

Task<Result<ServerResponse>> log_in(RouteParts parts, const Call& call) {
  CO_TRY(auto login, body_of<LoginBody>(call));
  const auto account = orchestrator::to_lower(login.mail.substr(0, orchestrator::max_mail_bytes));
  CO_TRY(const auto admission, parts.gate.throttle.admit(account, call.request.peer));
  const auto known = co_await ask_world(parts.backend, [account](const orchestrator::World& world) {
    return candidate(world.user_with_mail(account));
  });
  CO_TRY(const bool right, co_await is_password(parts.backend, known ? known->password : std::nullopt,
                                                std::move(login.password)));
  if (!right || !known || !known->password) {
    if (known && admission.last_free_one)
      CO_TRY_DO(co_await record_throttle(parts, call, known->id, admission.failures));
    co_return fail(api_errc::wrong_login);
  }
  parts.gate.throttle.succeeded(account, call.request.peer);
  co_return co_await open_session(parts.backend, parts.gate, call, known->id, known->mail, known->role,
                                  *known->password);
}

Task<Result<ServerResponse>> who_am_i(RouteParts parts, const Call& call) {
  SessionAnswer answer{call.caller.user, {}, call.caller.role};
  answer.mail = co_await ask_world(parts.backend, [id = call.caller.user](const orchestrator::World& world) {
    const auto* user = world.user(id);
    return user == nullptr ? std::string() : user->mail;
  });
  if (!call.caller.cookie.empty()) {
    CO_TRY(const auto session, parts.gate.sessions.use(call.caller.cookie));
    answer.csrf_token = csrf_token(call.caller.cookie);
    answer.expires = session.ends();
  }
  co_return json_answer(200, answer);
}

Task<Result<ServerResponse>> log_out(RouteParts parts, const Call& call) {
  co_await parts.gate.sessions.close(call.caller.cookie);
  auto answer = no_content();
  answer.headers.emplace_back("Set-Cookie", closing_cookie());
  co_return answer;
}

Task<Result<ServerResponse>> change_own_password(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<OwnPasswordBody>(call));
  const auto known = co_await ask_world(
      parts.backend,
      [id = call.caller.user](const orchestrator::World& world) { return candidate(world.user(id)); });
  if (!known) co_return fail(api_errc::not_logged_in);
  CO_TRY_DO(parts.gate.throttle.admit(known->mail, call.request.peer));
  CO_TRY(const bool right, co_await is_password(parts.backend, known->password, std::move(body.current)));
  if (!right) co_return fail(api_errc::wrong_login, {}, "current");
  parts.gate.throttle.succeeded(known->mail, call.request.peer);

  NewSecrets secrets(parts.backend);
  orchestrator::SetPassword command;
  command.id = known->id;
  CO_TRY(command.password,
         co_await put_password(parts.backend, secrets, std::move(body.password), {known->mail}));
  // What else the page asks meanwhile may meet either of the two.
  parts.gate.sessions.expect_password(call.caller.cookie, command.password);
  CO_TRY(const auto done,
         co_await execute_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command)));
  if (!done.repeated)
    co_await parts.gate.sessions.password_set(known->id, call.caller.cookie, command.password);
  co_return receipt_answer(200, done.receipt);
}

}  // namespace

std::vector<Route> session_routes(RouteParts parts) {
  return {
      {"POST", "/api/v1/session", Need::anyone, with(parts, log_in)},
      {"GET", "/api/v1/session", Need::viewer, with(parts, who_am_i)},
      {"DELETE", "/api/v1/session", Need::viewer, with(parts, log_out)},
      {"PUT", "/api/v1/session/password", Need::viewer, with(parts, change_own_password)},
  };
}

}  // namespace kigen::api
