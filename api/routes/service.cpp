#include "api/routes/required_settings.hpp"
#include "api/routes/routes.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/service/commands.hpp"

namespace kigen::api {

enum class ServiceState : std::uint8_t { enabled, disabled };
enum class Direction : std::uint8_t { ascending, descending };

}  // namespace kigen::api

template <>
struct kigen::events::EnumWords<kigen::api::ServiceState> {
  static constexpr std::array<std::string_view, 2> words{"enabled", "disabled"};
};
template <>
struct kigen::events::EnumWords<kigen::api::Direction> {
  static constexpr std::array<std::string_view, 2> words{"ascending", "descending"};
};

namespace kigen::api {
namespace {

namespace views = projections;

Result<views::ServiceFilter> service_filter(const Query& query) {
  views::ServiceFilter filter;
  filter.search = query.text("q").value_or("");
  TRY(filter.severity, query.word<views::Severity>("severity"));
  TRY(filter.topic, query.word<views::Topic>("topic"));
  TRY(filter.order_state, query.word<views::OrderState>("orderState"));
  TRY(filter.apply_state, query.word<views::ApplyState>("applyState"));
  TRY(filter.expiry_status, query.word<events::ExpiryStatus>("expiry"));
  TRY(filter.expires_from, query.instant("expiresFrom"));
  TRY(filter.expires_before, query.instant("expiresBefore"));
  TRY(const auto state, query.word<ServiceState>("state"));
  if (state) filter.enabled = *state == ServiceState::enabled;
  TRY(const auto sort, query.word<views::ServiceSort>("sort"));
  filter.sort = sort.value_or(views::ServiceSort::name);
  TRY(const auto direction, query.word<Direction>("direction"));
  filter.descending = direction == Direction::descending;
  return filter;
}

Task<Result<ServerResponse>> list_services(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"q", "severity", "topic", "state", "orderState",
                                                      "applyState", "expiry", "expiresFrom", "expiresBefore",
                                                      "sort", "direction", "limit", "cursor", "at"}));
  CO_TRY(const auto filter, service_filter(query));
  CO_TRY(const auto paging, query.paging());
  CO_TRY(auto page, co_await parts.replays.ask(call, [filter, paging](const views::Views& all) {
    return all.services().list(filter, paging);
  }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_service(RouteParts parts, const Call& call) {
  CO_TRY_DO(Query::read(call.request, {"at"}));
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto seen, co_await parts.replays.ask(
                              call, [id](const views::Views& all) { return all.services().detail(id); }));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

Task<Result<ServerResponse>> create_service(RouteParts parts, const Call& call) {
  orchestrator::CreateService command;
  command.id = orchestrator::fresh_id<ServiceId>(parts.backend.clock.now(), parts.backend.random);
  CO_TRY(command.settings, body_of<events::ServiceSettings>(call));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 201);
}

Task<Result<ServerResponse>> edit_service(RouteParts parts, const Call& call) {
  orchestrator::EditService command;
  CO_TRY(command.id, path_id<ServiceId>(call, "service"));
  CO_TRY(command.settings, body_of<events::ServiceSettings>(call));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 200,
                                    {.replaces = true});
}

/// A command that needs nothing but the service's id.
template <class C, unsigned status = 200>
Task<Result<ServerResponse>> command_service(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(C{id}), status);
}

}  // namespace

std::vector<Route> service_routes(RouteParts parts) {
  using namespace orchestrator;
  return {
      {"GET", "/api/v1/services", Need::viewer, with(parts, list_services)},
      {"POST", "/api/v1/services", Need::admin, with(parts, create_service)},
      {"GET", "/api/v1/services/{service}", Need::viewer, with(parts, show_service)},
      {"PUT", "/api/v1/services/{service}", Need::admin, with(parts, edit_service)},
      {"DELETE", "/api/v1/services/{service}", Need::admin, with(parts, command_service<DeleteService>)},
      {"POST", "/api/v1/services/{service}/enable", Need::admin, with(parts, command_service<EnableService>)},
      {"POST", "/api/v1/services/{service}/disable", Need::admin,
       with(parts, command_service<DisableService>)},
      {"POST", "/api/v1/services/{service}/key", Need::admin, with(parts, command_service<RequestKey, 202>)},
  };
}

}  // namespace kigen::api
