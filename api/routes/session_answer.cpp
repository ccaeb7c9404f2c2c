#include "api/routes/session_answer.hpp"

#include "api/server/ask.hpp"
#include "api/session/browser_name.hpp"
#include "api/session/origin.hpp"
#include "events/log/actor.hpp"
#include "events/state/user_scope.hpp"
#include "orchestrator/user/commands.hpp"

namespace kigen::api {

SessionAnswer session_of(const orchestrator::World& world, UserId id, const events::Scope& scope) {
  const auto* user = world.user(id);
  if (user == nullptr) return {};
  SessionAnswer answer{user->id, user->mail, user->role};
  for (const auto group : user->groups)
    if (const auto* known = world.find(group); known != nullptr && scope.holds(group))
      answer.groups.push_back({group, known->settings.name});
  return answer;
}

Task<Result<ServerResponse>> open_session(Backend& backend, Gate& gate, const Call& call, UserId user,
                                          std::string mail, SecretRef password) {
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
  auto session = co_await ask_world(backend, [user](const orchestrator::World& world) {
    const auto* known = world.user(user);
    return known == nullptr ? SessionAnswer{} : session_of(world, user, events::scope_of(*known));
  });
  session.csrf_token = csrf_token(cookie);
  session.expires = backend.clock.now() + session_life;
  auto answer = json_answer(201, session);
  answer.headers.emplace_back("Set-Cookie", opening_cookie(cookie));
  answer.headers.emplace_back("Set-Cookie", naming_cookie(device));
  co_return answer;
}

}  // namespace kigen::api
