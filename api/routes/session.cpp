#include <algorithm>

#include "api/errors.hpp"
#include "api/routes/passwords.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/session_answer.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/parameters.hpp"
#include "api/session/origin.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/user/commands.hpp"

namespace kigen::api {
namespace {

/// What the World knows of someone who tries to log in.
struct Candidate {
  bool is_known = false;  ///< a user who has a password
  UserId id = {};
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::optional<SecretRef> password = {};  ///< theirs; anybody's when they are not known
};

Candidate candidate(const orchestrator::World& world, const orchestrator::User* user) {
  const bool is_known = user != nullptr && user->password;
  if (is_known) return {true, user->id, user->mail, user->role, user->password};
  Candidate nobody;
  const auto& users = world.users();
  const auto other =
      std::ranges::find_if(users, [](const auto& entry) { return entry.second.password.has_value(); });
  if (other != users.end()) nobody.password = other->second.password;
  return nobody;
}

Task<Result<ServerResponse>> log_in(RouteParts parts, const Call& call) {
  CO_TRY(auto login, body_of<LoginBody>(call));
  const auto account = orchestrator::to_lower(login.mail.substr(0, orchestrator::max_mail_bytes));
  const auto who = co_await ask_world(parts.backend, [account](const orchestrator::World& world) {
    return candidate(world, world.user_with_mail(account));
  });
  Knock knock{events::Door::login, account, call.request.peer};
  const auto device = cookie_of(call.request, device_cookie);
  knock.familiar = parts.gate.sessions.known_device(device, who.id, who.password).value_or("");
  CO_TRY_DO(co_await try_password(parts.backend, parts.gate,
                                  {knock, who.is_known, who.password, std::move(login.password)}));
  co_return co_await open_session(parts.backend, parts.gate, call, who.id, who.mail, *who.password);
}

/// A session's user gives the password once more: fails with wrong_login at that field.
Task<Result<Candidate>> try_own_password(RouteParts parts, const Call& call, events::Door door,
                                         Secret password, std::string_view field) {
  if (call.caller.cookie.empty()) co_return fail(api_errc::not_logged_in, "an API token has no password");
  auto who = co_await ask_world(parts.backend, [id = call.caller.user](const orchestrator::World& world) {
    return candidate(world, world.user(id));
  });
  const Knock knock{door, who.mail, call.request.peer, to_text(id_of_session(call.caller.cookie))};
  auto tried = co_await try_password(parts.backend, parts.gate,
                                     {knock, who.is_known, who.password, std::move(password)});
  if (tried) co_return who;
  if (tried.error().code == api_errc::wrong_login) tried.error().field = field;
  co_return fail(tried.error());
}

Task<Result<ServerResponse>> who_am_i(RouteParts parts, const Call& call) {
  auto answer = co_await ask_world(parts.backend, [&caller = call.caller](const orchestrator::World& world) {
    return session_of(world, caller.user, caller.scope);
  });
  answer.role = call.caller.role;
  if (!call.caller.cookie.empty()) {
    CO_TRY(const auto session, parts.gate.sessions.look(call.caller.cookie));
    answer.csrf_token = csrf_token(call.caller.cookie);
    answer.expires = session.ends();
  }
  co_return json_answer(200, answer);
}

Task<Result<ServerResponse>> log_out(RouteParts parts, const Call& call) {
  co_await parts.gate.sessions.close(call.caller.cookie, call.caller.actor);
  auto answer = no_content();
  answer.headers.emplace_back("Set-Cookie", closing_cookie());
  co_return answer;
}

Task<Result<ServerResponse>> change_own_password(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<OwnPasswordBody>(call));
  CO_TRY(const auto who, co_await try_own_password(parts, call, events::Door::own_password,
                                                   std::move(body.current), "current"));

  NewSecrets secrets(parts.backend);
  orchestrator::SetPassword command;
  command.id = who.id;
  command.by = who.id;
  CO_TRY(command.password,
         co_await put_password(parts.backend, secrets, std::move(body.password), {who.mail}));
  // What else the page asks meanwhile may meet either of the two.
  parts.gate.sessions.expect_password(call.caller.cookie, command.password);
  CO_TRY(const auto done,
         co_await execute_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command)));
  if (!done.repeated)
    co_await parts.gate.sessions.password_set(who.id, call.caller.cookie,
                                              cookie_of(call.request, device_cookie), command.password);
  co_return receipt_answer(200, done.receipt);
}

Task<Result<ServerResponse>> prove(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<ProofBody>(call));
  CO_TRY_DO(
      co_await try_own_password(parts, call, events::Door::proof, std::move(body.password), "password"));
  co_await parts.gate.sessions.prove(call.caller.cookie);
  co_return no_content();
}

Task<Result<ServerResponse>> list_sessions(RouteParts parts, const Call& call) {
  const auto own = id_of_session(call.caller.cookie);
  SessionList list;
  for (const auto& [id, session] : parts.gate.sessions.of_user(call.caller.user))
    list.items.push_back({id, session.opened, session.last_used, session.ends(), session.visitor.address,
                          session.visitor.browser, id == own});
  co_return json_answer(200, list);
}

Task<Result<ServerResponse>> end_session(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<SessionId>(call, "session"));
  if (!co_await parts.gate.sessions.close(call.caller.user, id, call.caller.actor))
    co_return fail(api_errc::not_found, to_text(id));
  co_return no_content();
}

}  // namespace

std::vector<Route> session_routes(RouteParts parts) {
  return {
      post("/api/v1/session", Need::anyone, with(parts, log_in), "Log in with mail address and password")
          .reads<LoginBody>()
          .gives<SessionAnswer>(201),
      get("/api/v1/session", Need::viewer, with(parts, who_am_i), "Who am I").gives<SessionAnswer>(),
      erase("/api/v1/session", Need::viewer, with(parts, log_out), "Log out").gives_nothing(),
      put("/api/v1/session/password", Need::viewer, with(parts, change_own_password),
          "Change one's own password; ends one's other sessions")
          .reads<OwnPasswordBody>()
          .runs(),
      post("/api/v1/session/proof", Need::viewer, with(parts, prove),
           "Give one's password again: for 10 minutes, operations with `x-proof` are done. For sessions only")
          .reads<ProofBody>()
          .gives_nothing(),
      get("/api/v1/sessions", Need::viewer, with(parts, list_sessions),
          "One's own browser sessions, the last used first")
          .in_whole()
          .gives<SessionList>(),
      erase("/api/v1/sessions/{session}", Need::viewer, with(parts, end_session),
            "End one of one's own sessions")
          .in_whole()
          .gives_nothing(),
  };
}

}  // namespace kigen::api
