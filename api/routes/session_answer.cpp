#include "api/routes/session_answer.hpp"

#include "api/session/browser_name.hpp"
#include "api/session/origin.hpp"
#include "events/log/actor.hpp"
#include "orchestrator/user/commands.hpp"

namespace kigen::api {

Task<Result<ServerResponse>> open_session(Backend& backend, Gate& gate, const Call& call, UserId user,
                                          std::string mail, events::Role role, SecretRef password) {
  orchestrator::RecordLogin login;
  login.id = user;
  login.address = call.request.peer;
  orchestrator::Context context;
  context.actor = events::user_actor(mail);
  context.correlation = call.id;
  CO_TRY_DO(co_await backend.orchestrator.execute(orchestrator::as_command(login), context));

  const Visitor visitor{call.request.peer, browser_name(call.request.header("User-Agent").value_or(""))};
  const auto [cookie, device] =
      co_await gate.sessions.open(user, password, visitor, cookie_of(call.request, device_cookie));
  SessionAnswer session{user, std::move(mail), role, csrf_token(cookie), backend.clock.now() + session_life};
  auto answer = json_answer(201, session);
  answer.headers.emplace_back("Set-Cookie", opening_cookie(cookie));
  answer.headers.emplace_back("Set-Cookie", naming_cookie(device));
  co_return answer;
}

}  // namespace kigen::api
