#include <algorithm>
#include <iterator>
#include <vector>

#include "api/errors.hpp"
#include "api/routes/routes.hpp"
#include "api/server/ask.hpp"
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
  TRY(filter.group, query.id<UserGroupId>("group"));
  TRY(const auto sort, query.word<views::ServiceSort>("sort"));
  filter.sort = sort.value_or(views::ServiceSort::name);
  TRY(const auto direction, query.word<Direction>("direction"));
  filter.descending = direction == Direction::descending;
  return filter;
}

Task<Result<ServerResponse>> list_services(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto filter, service_filter(query));
  CO_TRY(const auto paging, query.paging());
  CO_TRY(auto page, co_await parts.replays.ask(
                        call, [scope = call.caller.scope, filter, paging](const views::Views& all) {
                          return all.services().list(scope, filter, paging);
                        }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_service(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto seen,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id](const views::Views& all) {
           return all.services().detail(scope, id);
         }));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

bool says_group(const Call& call) {
  const auto text = BodyText::parse(call.request.body);
  JsonElement group;
  return text && !text->root()["group"].get(group);
}

/// The group of a new service, where the request says none. Who was in a group that is gone is so still.
Result<UserGroupId> usual_group(const orchestrator::World& world, const events::Scope& scope) {
  std::vector<UserGroupId> groups;
  std::ranges::copy_if(*scope.groups(), std::back_inserter(groups),
                       [&world](UserGroupId group) { return world.has(group); });
  if (std::ranges::find(groups, first_group) != groups.end()) return first_group;
  if (groups.size() == 1) return groups.front();
  return missing_field("group");
}

Task<Result<ServerResponse>> create_service(RouteParts parts, const Call& call) {
  orchestrator::CreateService command;
  command.id = orchestrator::fresh_id<ServiceId>(parts.backend.clock.now(), parts.backend.random);
  CO_TRY(command.settings, body_of<events::ServiceSettings>(call));
  if (!says_group(call)) {
    CO_TRY(command.settings.group,
           co_await ask_world(parts.backend, [scope = call.caller.scope](const orchestrator::World& world) {
             return usual_group(world, scope);
           }));
  }
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 201);
}

/// Where the service is; of one that there is not, any.
Task<UserGroupId> group_of(Backend& backend, const Call& call, ServiceId id) {
  co_return co_await ask_world(backend, call.caller.scope, [id](const orchestrator::World& world) {
    const auto* service = world.service(id);
    return service == nullptr ? first_group : service->settings.group;
  });
}

Task<Result<ServerResponse>> edit_service(RouteParts parts, const Call& call) {
  orchestrator::EditService command;
  CO_TRY(command.id, path_id<ServiceId>(call, "service"));
  CO_TRY(command.settings, body_of<events::ServiceSettings>(call));
  if (!says_group(call)) command.settings.group = co_await group_of(parts.backend, call, command.id);
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
  using namespace common;
  using namespace orchestrator;
  return {
      get("/api/v1/services", Need::viewer, with(parts, list_services), "Services")
          .takes({search, parameter<views::Severity>("severity"),
                  parameter<views::Topic>("topic", "what the dashboard counts under it"),
                  parameter<ServiceState>("state"), parameter<views::OrderState>("orderState"),
                  parameter<views::ApplyState>("applyState"), parameter<events::ExpiryStatus>("expiry"),
                  parameter<Instant>("expiresFrom", "inclusive"),
                  parameter<Instant>("expiresBefore", "exclusive"),
                  parameter<UserGroupId>("group", "of this user group alone"),
                  parameter<views::ServiceSort>("sort").usually("name"),
                  parameter<Direction>("direction").usually("ascending"), limit, cursor, at})
          .gives<ListPage<views::ServiceRow>>(),
      post("/api/v1/services", Need::admin, with(parts, create_service), "Add a service")
          .reads<events::ServiceSettings>()
          .runs(201),
      get("/api/v1/services/{service}", Need::viewer, with(parts, show_service),
          "One service with generations and nodes")
          .takes({at})
          .gives<views::ServiceDetail>()
          .with_version(),
      put("/api/v1/services/{service}", Need::admin, with(parts, edit_service), "Change a service's settings")
          .reads<events::ServiceSettings>()
          .replaces()
          .runs(),
      erase("/api/v1/services/{service}", Need::admin, with(parts, command_service<DeleteService>),
            "Delete a service with its nodes")
          .matches()
          .runs(),
      post("/api/v1/services/{service}/enable", Need::admin, with(parts, command_service<EnableService>),
           "Take part again")
          .matches()
          .runs(),
      post("/api/v1/services/{service}/disable", Need::admin, with(parts, command_service<DisableService>),
           "No orders, applies or expiry checks")
          .matches()
          .runs(),
      post("/api/v1/services/{service}/key", Need::admin, with(parts, command_service<RequestKey, 202>),
           "Make a key and CSR for the next order")
          .runs(202),
  };
}

}  // namespace kigen::api
