#include <algorithm>

#include "api/errors.hpp"
#include "api/routes/name_body.hpp"
#include "api/routes/routes.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "events/codec/event_codec.hpp"
#include "orchestrator/company/commands.hpp"
#include "projections/store/keys.hpp"

namespace kigen::api {
namespace {

struct SettingsAnswer {
  Version version = 0;
  events::GeneralSettings settings = {};

  static constexpr auto fields = events::field_list(events::field("version", &SettingsAnswer::version),
                                                    events::field("settings", &SettingsAnswer::settings));
};

Task<Result<projections::Seen<projections::CompanyDetail>>> company(RouteParts parts, const Call& call) {
  co_return co_await parts.replays.ask(
      call, [](const projections::Views& views) { return views.company().detail(); });
}

Task<Result<ServerResponse>> show_company(RouteParts parts, const Call& call) {
  CO_TRY_DO(Query::read(call.request, {"at"}));
  CO_TRY(const auto seen, co_await company(parts, call));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

Task<Result<ServerResponse>> rename_company(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<NameBody>(call));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::NameCompany{std::move(body.name)}),
                                    200, {.replaces = true});
}

Task<Result<ServerResponse>> show_settings(RouteParts parts, const Call& call) {
  CO_TRY_DO(Query::read(call.request, {"at"}));
  CO_TRY(const auto seen, co_await company(parts, call));
  co_return with_version(json_answer(200, SettingsAnswer{seen.value.version, seen.value.settings}),
                         seen.value.version);
}

Task<Result<ServerResponse>> change_settings(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<events::GeneralSettings>(call));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::ChangeSettings{std::move(body)}),
                                    200, {.replaces = true});
}

Task<Result<ServerResponse>> list_sites(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"q", "at"}));
  CO_TRY(auto seen, co_await company(parts, call));
  auto& sites = seen.value.sites;
  if (const auto wanted = query.text("q"))
    std::erase_if(sites, [part = projections::lower(*wanted)](const auto& site) {
      return !projections::lower(site.name).contains(part);
    });
  co_return json_answer(200, ShortList<projections::SiteRow>{seen.position, std::move(sites)});
}

/// The site that the record made: what a repeated request made at first.
Task<Result<std::optional<std::string>>> site_made_at(Backend& backend, Position position) {
  CO_TRY(const auto records, co_await backend.log.read(position, 1));
  if (records.empty()) co_return fail(api_errc::internal, "a repeated command is not in the log");
  const auto made = events::decode_as<events::SiteCreated>(records.front().schema, records.front().payload);
  if (!made || records.front().type != events::SiteCreated::type.name) co_return fail(api_errc::key_reused);
  co_return std::optional(to_text(made->site));
}

/// A site is part of the company's stream: its receipt names the site all the same.
Task<Result<ServerResponse>> create_site(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<NameBody>(call));
  orchestrator::CreateSite command;
  command.id = orchestrator::fresh_id<SiteId>(parts.backend.clock.now(), parts.backend.random);
  command.site_name = std::move(body.name);
  CO_TRY(auto done, co_await execute(parts.backend, call, orchestrator::as_command(command)));
  done.receipt.id = to_text(command.id);
  if (done.repeated) {
    CO_TRY(done.receipt.id, co_await site_made_at(parts.backend, done.receipt.position));
  }
  co_return receipt_answer(201, done.receipt);
}

Task<Result<ServerResponse>> rename_site(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<SiteId>(call, "site"));
  CO_TRY(auto body, body_of<NameBody>(call));
  co_return co_await answer_command(
      parts.backend, call, orchestrator::as_command(orchestrator::RenameSite{id, std::move(body.name)}));
}

Task<Result<ServerResponse>> remove_site(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<SiteId>(call, "site"));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::RemoveSite{id}));
}

}  // namespace

std::vector<Route> company_routes(RouteParts parts) {
  return {
      {"GET", "/api/v1/company", Need::viewer, with(parts, show_company)},
      {"PUT", "/api/v1/company", Need::admin, with(parts, rename_company)},
      {"GET", "/api/v1/settings", Need::viewer, with(parts, show_settings)},
      {"PUT", "/api/v1/settings", Need::admin, with(parts, change_settings)},
      {"GET", "/api/v1/sites", Need::viewer, with(parts, list_sites)},
      {"POST", "/api/v1/sites", Need::admin, with(parts, create_site)},
      {"PUT", "/api/v1/sites/{site}", Need::admin, with(parts, rename_site)},
      {"DELETE", "/api/v1/sites/{site}", Need::admin, with(parts, remove_site)},
  };
}

}  // namespace kigen::api
