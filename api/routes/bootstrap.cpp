#include "api/errors.hpp"
#include "api/routes/passwords.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/session_answer.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/session/origin.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/user/errors.hpp"

namespace kigen::api {
namespace {

/// R2: nobody else can claim the first admin.
Result<> check_claim(RouteParts parts, const Call& call, const std::optional<Secret>& token) {
  TRY_DO(parts.gate.throttle.admit(first_admin_mail, call.request.peer));
  const bool allowed =
      token ? parts.gate.bootstrap.is(token->reveal()) : is_direct_from_loopback(call.request);
  if (!allowed) return fail(api_errc::wrong_bootstrap_token, {}, "token");
  parts.gate.throttle.succeeded(first_admin_mail, call.request.peer);
  return {};
}

/// The admin acts from here on; what is repeated is looked up among the admin's own requests.
Call as_admin(const Call& call, UserId admin) {
  return {call.request,
          call.parameters,
          {{events::ActorKind::user, std::string(first_admin_mail)}, admin, events::Role::admin},
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

/// Who repeats the claim must still know the password: an Idempotency-Key is no secret. Returns which it is.
Task<Result<SecretRef>> check_repeat(Backend& backend, Secret password) {
  const auto admin = co_await ask_world(backend, first_admin);
  CO_TRY(const bool right,
         co_await is_password(backend, admin ? admin->password : std::nullopt, std::move(password)));
  if (!right || !admin || !admin->password) co_return fail(api_errc::key_reused);
  co_return *admin->password;
}

Task<Result<ServerResponse>> claim_first_admin(RouteParts parts, const Call& call) {
  auto& backend = parts.backend;
  CO_TRY(auto body, body_of<BootstrapBody>(call));
  CO_TRY_DO(check_claim(parts, call, body.token));
  const auto admin = co_await ask_world(backend, first_admin);
  if (!admin) co_return fail(orchestrator::user_errc::not_claimable);

  const auto claimed = as_admin(call, admin->user);
  NewSecrets secrets(backend);
  CO_TRY(auto claim, co_await claim_of(backend, secrets, admin->user, body));
  auto password = claim.password;
  CO_TRY(const auto done, co_await execute_with_secrets(backend, claimed, secrets,
                                                        orchestrator::as_command(std::move(claim))));
  if (done.repeated) {
    CO_TRY(password, co_await check_repeat(backend, std::move(body.password)));
  }
  co_return co_await open_session(backend, parts.gate, claimed, admin->user, std::string(first_admin_mail),
                                  events::Role::admin, password);
}

}  // namespace

std::vector<Route> bootstrap_routes(RouteParts parts) {
  return {{"POST", "/api/v1/bootstrap", Need::anyone, with(parts, claim_first_admin)}};
}

}  // namespace kigen::api
