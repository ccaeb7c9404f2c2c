#include "api/routes/session_answer.hpp"

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

  const auto cookie = co_await gate.sessions.open(user, password);
  SessionAnswer session{user, std::move(mail), role, csrf_token(cookie), backend.clock.now() + session_life};
  auto answer = json_answer(201, session);
  answer.headers.emplace_back("Set-Cookie", opening_cookie(cookie));
  co_return answer;
}

}  // namespace kigen::api
