#include "api/errors.hpp"
#include "api/routes/new_secret.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/settings_forms.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/pki/make.hpp"

namespace kigen::api {
namespace {

Task<Result<ServerResponse>> list_accounts(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"q", "limit", "cursor", "at"}));
  CO_TRY(const auto paging, query.paging());
  const auto search = query.text("q").value_or("");
  CO_TRY(auto page, co_await parts.replays.ask(call, [paging, search](const projections::Views& views) {
    return views.ca_accounts().list(paging, search);
  }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_account(RouteParts parts, const Call& call) {
  CO_TRY_DO(Query::read(call.request, {"at"}));
  CO_TRY(const auto id, path_id<CaAccountId>(call, "account"));
  CO_TRY(const auto seen, co_await parts.replays.ask(call, [id](const projections::Views& views) {
    return views.ca_accounts().detail(id);
  }));
  co_return with_version(json_answer(200, ca_account_answer(seen.value)), seen.value.version);
}

/// The form's fields with its secret in the vault, and an account key of our own when there is none yet for
/// that place.
Task<Result<events::CaAccountSettings>> settings_of(Backend& backend, NewSecrets& secrets, CaAccountForm form,
                                                    const events::CaAccountSettings& stored) {
  auto settings = plain_settings(form);
  settings.account_key = stored.account_key;
  if (!settings.account_key ||
      orchestrator::is_elsewhere(&events::CaAccountSettings::account_key, stored, settings)) {
    CO_TRY(auto key, co_await offload(backend.cpu, orchestrator::pki::make_account_key));
    CO_TRY(settings.account_key, co_await secrets.put(std::move(key)));
  }
  CO_TRY(settings.external_key, co_await secrets.choose(std::move(form.external_key), stored.external_key));
  co_return settings;
}

Task<Result<ServerResponse>> create_account(RouteParts parts, const Call& call) {
  CO_TRY(auto form, body_of<CaAccountForm>(call));
  NewSecrets secrets(parts.backend);
  orchestrator::CreateCaAccount command;
  command.id = orchestrator::fresh_id<CaAccountId>(parts.backend.clock.now(), parts.backend.random);
  CO_TRY(command.settings, co_await settings_of(parts.backend, secrets, std::move(form), {}));
  co_return co_await answer_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command),
                                         201);
}

Task<Result<ServerResponse>> edit_account(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<CaAccountId>(call, "account"));
  CO_TRY(auto form, body_of<CaAccountForm>(call));
  const auto stored = co_await ask_world(parts.backend, [id](const orchestrator::World& world) {
    const auto* account = world.ca_account(id);
    return account == nullptr ? std::optional<events::CaAccountSettings>{} : account->settings;
  });
  if (!stored) co_return fail(api_errc::not_found, to_text(id));
  NewSecrets secrets(parts.backend);
  orchestrator::EditCaAccount command;
  command.id = id;
  CO_TRY(command.settings, co_await settings_of(parts.backend, secrets, std::move(form), *stored));
  co_return co_await answer_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command), 200,
                                         {.replaces = true});
}

Task<Result<ServerResponse>> delete_account(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<CaAccountId>(call, "account"));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::DeleteCaAccount{id}));
}

}  // namespace

std::vector<Route> ca_account_routes(RouteParts parts) {
  return {
      {"GET", "/api/v1/ca-accounts", Need::viewer, with(parts, list_accounts)},
      {"POST", "/api/v1/ca-accounts", Need::admin, with(parts, create_account), Proof::recent},
      {"GET", "/api/v1/ca-accounts/{account}", Need::viewer, with(parts, show_account)},
      {"PUT", "/api/v1/ca-accounts/{account}", Need::admin, with(parts, edit_account), Proof::recent},
      {"DELETE", "/api/v1/ca-accounts/{account}", Need::admin, with(parts, delete_account), Proof::recent},
  };
}

}  // namespace kigen::api
