#include "api/errors.hpp"
#include "api/routes/passwords.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/session_answer.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/session/origin.hpp"
#include "events/log/actor.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/user/errors.hpp"

namespace kigen::api {
namespace {

/// R2: whoever has the token, or the machine. Where one comes from over TCP says nothing.
Task<Result<>> check_claim(RouteParts parts, const Call& call, std::optional<Secret> token) {
  if (is_from_the_owner(call.request)) co_return Result<>{};
  const Knock knock{events::Door::claim, {}, call.request.peer};
  if (auto admitted = parts.gate.throttle.admit(knock); !admitted) {
    parts.gate.book.throttled(knock, false);
    co_return admitted;
  }
  CO_TRY(const bool right, co_await offload(parts.backend.storage,
                                            [&gate = parts.gate, token = std::move(token)]() -> Result<bool> {
                                              if (!token) return false;
                                              return gate.bootstrap.is(*token);
                                            }));
  if (right) {
    parts.gate.throttle.succeeded(knock);
    co_return Result<>{};
  }
  parts.gate.book.failed(knock, false);
  co_return fail(api_errc::wrong_bootstrap_token, {}, "token");
}

/// The admin acts from here on.
Call as_admin(const Call& call, UserId admin) {
  return {call.request,
          call.parameters,
          {.actor = events::user_actor(first_admin_mail),
           .user = admin,
           .role = events::Role::admin,
           .mail = std::string(first_admin_mail)},
          call.id};
}

Task<Result<orchestrator::ClaimInstallation>> claim_of(Backend& backend, NewSecrets& secrets, UserId admin,
                                                       BootstrapBody body) {
  orchestrator::ClaimInstallation claim;
  claim.admin = admin;
  CO_TRY(claim.password,
         co_await put_password(backend, secrets, std::move(body.password),
                               {std::string(first_admin_mail), body.company_name.value_or("")}));
  claim.company_name = std::move(body.company_name);
  claim.site = orchestrator::fresh_id<SiteId>(backend.clock.now(), backend.random);
  claim.site_name = std::move(body.site_name);
  co_return claim;
}

/// Once, for ever. A claim that is repeated, as its answer was lost, is refused like any other: its password
/// is set, and logs in.
Task<Result<ServerResponse>> claim_first_admin(RouteParts parts, const Call& call) {
  auto& backend = parts.backend;
  CO_TRY(auto body, body_of<BootstrapBody>(call));
  const auto admin = co_await ask_world(backend, claimable_admin);
  if (!admin) co_return fail(orchestrator::user_errc::not_claimable);
  CO_TRY_DO(co_await check_claim(parts, call, std::move(body.token)));

  const auto claimed = as_admin(call, *admin);
  NewSecrets secrets(backend);
  CO_TRY(auto claim, co_await claim_of(backend, secrets, *admin, std::move(body)));
  const auto password = claim.password;
  CO_TRY(const auto done, co_await execute_with_secrets(backend, claimed, secrets,
                                                        orchestrator::as_command(std::move(claim))));
  if (done.repeated) co_return fail(orchestrator::user_errc::not_claimable);
  co_await parts.gate.forget_bootstrap();
  co_return co_await open_session(backend, parts.gate, claimed, *admin, std::string(first_admin_mail),
                                  password);
}

}  // namespace

std::vector<Route> bootstrap_routes(RouteParts parts) {
  return {
      post("/api/v1/bootstrap", Need::anyone, with(parts, claim_first_admin),
           "Claim the first admin and log in: once, for ever")
          .reads<BootstrapBody>()
          .gives<SessionAnswer>(201)
          .once(),
  };
}

}  // namespace kigen::api
