#include "api/session/gate.hpp"

#include <spdlog/spdlog.h>

#include "api/errors.hpp"
#include "api/server/ask.hpp"
#include "api/session/bearer.hpp"
#include "api/session/origin.hpp"
#include "events/core/offload.hpp"
#include "events/log/actor.hpp"
#include "events/state/user_scope.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

using events::Role;

constexpr std::string_view cookie_attributes = "; Path=/; Secure; HttpOnly; SameSite=Strict";

/// What a need asks of a role.
Role least_role(Need need) {
  if (need == Need::admin) return Role::admin;
  return need == Need::auditor ? Role::auditor : Role::viewer;
}

Result<> check_role(Role role, Need need) {
  const auto least = least_role(need);
  if (events::rank_of(role) >= events::rank_of(least)) return {};
  return fail(api_errc::role_too_low, std::string(events::word_of(least)));
}

/// Who comes with an API token, and what it is called.
struct Bearer {
  Caller caller = {};
  std::string token_name = {};
};

/// The bearer of a token of `user`; none when the user has no such token, or it is over.
std::optional<Bearer> bearer_in(const orchestrator::User& user, const std::string& sha256, Instant now) {
  for (const auto& [id, token] : user.tokens) {
    if (!orchestrator::vault::equal_in_constant_time(token.sha256, sha256)) continue;
    if (token.expires <= now) return std::nullopt;
    return Bearer{{.actor = events::token_actor(user.mail, token.name, id),
                   .user = user.id,
                   .role = events::lesser(token.role, user.role),
                   .token = id,
                   .mail = user.mail,
                   .scope = events::scope_of(user, token),
                   .is_whole = token.role == user.role && !token.groups},
                  token.name};
  }
  return std::nullopt;
}

/// Whether the token that the caller came with still lets them in as the same.
bool bears_still(const orchestrator::User& user, const Caller& caller, Instant now) {
  const auto kept = caller.token ? user.tokens.find(*caller.token) : user.tokens.end();
  if (kept == user.tokens.end()) return false;
  const auto& token = kept->second;
  return token.expires > now && events::lesser(token.role, user.role) == caller.role &&
         events::scope_of(user, token) == caller.scope;
}

}  // namespace

std::string opening_cookie(const std::string& cookie) {
  return std::string(session_cookie) + "=" + cookie + std::string(cookie_attributes);
}

std::string closing_cookie() {
  return std::string(session_cookie) + "=" + std::string(cookie_attributes) + "; Max-Age=0";
}

std::string naming_cookie(const std::string& device) {
  return std::string(device_cookie) + "=" + device + std::string(cookie_attributes) +
         "; Max-Age=" + std::to_string(std::chrono::seconds(device_life).count());
}

Task<Result<>> Gate::admit(const ServerRequest& request, const Route& route, Caller& caller) {
  CO_TRY_DO(check_origin(request));
  if (route.need == Need::anyone) co_return Result<>{};
  const bool alone = request.header(unattended_header).has_value();
  CO_TRY(caller, co_await identify(request, alone ? Attendance::unattended : route.attendance));
  if (!caller.cookie.empty()) CO_TRY_DO(check_csrf(request, caller.cookie));
  CO_TRY_DO(check_role(caller.role, route.need));
  if (route.whole && !caller.is_whole) co_return fail(api_errc::token_too_narrow);
  const bool is_asked = route.proof == Proof::recent && !caller.cookie.empty();
  if (is_asked && !sessions.is_proved(caller.cookie)) co_return fail(api_errc::password_needed);
  co_return Result<>{};
}

Task<bool> Gate::still_in(const Caller& caller) {
  if (!caller.cookie.empty()) {
    const auto found = co_await by_cookie(caller.cookie, Attendance::unattended);
    co_return found.has_value() && found->role == caller.role && found->scope == caller.scope;
  }
  co_return co_await ask_world(backend_,
                               [caller, now = backend_.clock.now()](const orchestrator::World& world) {
                                 const auto* user = world.user(caller.user);
                                 return user != nullptr && bears_still(*user, caller, now);
                               });
}

Task<void> Gate::forget_bootstrap() {
  const auto forgotten = co_await offload(backend_.storage, [this] { return bootstrap.forget(); });
  if (!forgotten) spdlog::warn("the file of the bootstrap token stays: {}", describe(forgotten.error()));
}

Task<Result<Caller>> Gate::identify(const ServerRequest& request, Attendance attendance) {
  if (const auto authorization = request.header("Authorization")) {
    const auto token = bearer_of(*authorization);
    if (!token) co_return fail(api_errc::not_logged_in, "Authorization must be Bearer");
    co_return co_await by_token(std::string(*token), request.peer);
  }
  const auto cookie = cookie_of(request, session_cookie);
  if (!cookie) co_return fail(api_errc::not_logged_in);
  co_return co_await by_cookie(*cookie, attendance);
}

Task<Result<Caller>> Gate::by_token(std::string token, const std::string& address) {
  const auto user = user_in_bearer(token);
  if (!user) co_return fail(api_errc::not_logged_in, "not an API token of ours");
  const auto bearer = co_await ask_world(
      backend_,
      [id = *user, sha256 = orchestrator::pki::sha256_hex(token),
       now = backend_.clock.now()](const orchestrator::World& world) -> std::optional<Bearer> {
        const auto* found = world.user(id);
        return found == nullptr ? std::nullopt : bearer_in(*found, sha256, now);
      });
  if (!bearer) co_return fail(api_errc::not_logged_in, "the API token is revoked, expired or unknown");
  book.token_used(bearer->caller, bearer->caller.mail, bearer->token_name, address);
  co_return bearer->caller;
}

Task<Result<Caller>> Gate::by_cookie(std::string cookie, Attendance attendance) {
  CO_TRY(const auto session,
         attendance == Attendance::attended ? sessions.use(cookie) : sessions.look(cookie));
  const auto caller =
      co_await ask_world(backend_, [session](const orchestrator::World& world) -> std::optional<Caller> {
        const auto* user = world.user(session.user);
        if (user == nullptr || !session.is_of(user->password)) return std::nullopt;
        return Caller{.actor = events::user_actor(user->mail),
                      .user = user->id,
                      .role = user->role,
                      .mail = user->mail,
                      .scope = events::scope_of(*user)};
      });
  if (!caller) {
    co_await sessions.close(std::move(cookie), {}, events::SessionEnd::password_changed);
    co_return fail(api_errc::session_expired);
  }
  auto known = *caller;
  known.cookie = std::move(cookie);
  co_return known;
}

}  // namespace kigen::api
