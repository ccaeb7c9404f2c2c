#include "api/errors.hpp"
#include "api/routes/passwords.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/session_answer.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/session/origin.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/input.hpp"

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

Result<> check_names(const BootstrapBody& body) {
  if (body.company_name) TRY_DO(orchestrator::check_name(*body.company_name, "companyName"));
  if (body.site_name) TRY_DO(orchestrator::check_name(*body.site_name, "siteName"));
  return {};
}

Task<Result<>> name_company_and_site(Backend& backend, const Call& call, BootstrapBody body) {
  if (body.company_name)
    CO_TRY_DO(co_await execute(
        backend, call, orchestrator::as_command(orchestrator::NameCompany{*std::move(body.company_name)})));
  if (!body.site_name) co_return Result<>{};
  orchestrator::CreateSite create;
  create.id = orchestrator::fresh_id<SiteId>(backend.clock.now(), backend.random);
  create.site_name = *std::move(body.site_name);
  CO_TRY_DO(co_await execute(backend, call, orchestrator::as_command(create)));
  co_return Result<>{};
}

Task<Result<ServerResponse>> claim_first_admin(RouteParts parts, const Call& call) {
  auto& backend = parts.backend;
  CO_TRY(auto body, body_of<BootstrapBody>(call));
  CO_TRY_DO(check_names(body));
  const auto admin = co_await ask_world(backend, unclaimed_admin);
  if (!admin) co_return fail(api_errc::not_claimable);
  CO_TRY_DO(check_claim(parts, call, body.token));

  // From here on it is the admin who acts; of two claims at once the stream's version lets one through.
  const Call claimed{
      call.request,
      call.parameters,
      {{events::ActorKind::user, std::string(first_admin_mail)}, admin->user, events::Role::admin},
      call.id};
  Manner manner;
  manner.at = admin->version;
  CO_TRY_DO(co_await set_password(backend, claimed, admin->user, std::move(body.password), manner));
  CO_TRY_DO(co_await name_company_and_site(backend, claimed, std::move(body)));
  co_return co_await open_session(backend, parts.gate, claimed, admin->user, std::string(first_admin_mail),
                                  events::Role::admin);
}

}  // namespace

std::vector<Route> bootstrap_routes(RouteParts parts) {
  return {{"POST", "/api/v1/bootstrap", Need::anyone, with(parts, claim_first_admin)}};
}

}  // namespace kigen::api
