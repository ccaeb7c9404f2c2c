#include "api/routes/name_body.hpp"
#include "api/routes/routes.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/company/commands.hpp"

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

}  // namespace

std::vector<Route> company_routes(RouteParts parts) {
  using namespace common;
  return {
      get("/api/v1/company", Need::viewer, with(parts, show_company), "The installation's owner")
          .takes({at})
          .gives<projections::CompanyDetail>()
          .with_version(),
      put("/api/v1/company", Need::admin, with(parts, rename_company), "Rename the company")
          .reads<NameBody>()
          .replaces()
          .runs(),
      get("/api/v1/settings", Need::viewer, with(parts, show_settings), "General settings")
          .takes({at})
          .gives<SettingsAnswer>()
          .with_version(),
      put("/api/v1/settings", Need::admin, with(parts, change_settings), "Change the general settings")
          .reads<events::GeneralSettings>()
          .replaces()
          .runs(),
  };
}

}  // namespace kigen::api
