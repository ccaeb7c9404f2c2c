#include "api/routes/passwords.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/user/commands.hpp"
#include "orchestrator/user/errors.hpp"
#include "projections/errors.hpp"

namespace kigen::api {
namespace {

/// To a viewer, others do not exist.
bool sees(const Call& call, UserId id) {
  return call.caller.role != events::Role::viewer || call.caller.user == id;
}

Result<projections::Page<projections::UserDetail>> page_of_one(const projections::Views& views, UserId id) {
  TRY(auto seen, views.users().detail(id));
  projections::Page<projections::UserDetail> page;
  page.position = seen.position;
  page.rows.push_back(std::move(seen.value));
  return page;
}

Task<Result<ServerResponse>> list_users(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto paging, query.paging());
  const auto only = call.caller.role == events::Role::viewer ? std::optional(call.caller.user) : std::nullopt;
  CO_TRY(auto page, co_await parts.replays.ask(call, [paging, only](const projections::Views& views) {
    return only ? page_of_one(views, *only) : views.users().list(paging);
  }));
  for (auto& user : page.rows) user = seen_in(groups_seen_by(call.caller), std::move(user));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_user(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<UserId>(call, "user"));
  if (!sees(call, id)) co_return fail(projections::projection_errc::not_found, "user " + to_text(id));
  CO_TRY(auto seen, co_await parts.replays.ask(
                        call, [id](const projections::Views& views) { return views.users().detail(id); }));
  const auto version = seen.value.version;
  co_return with_version(json_answer(200, seen_in(groups_seen_by(call.caller), std::move(seen.value))),
                         version);
}

/// Of whom a request says none: the first one, while there is one.
Task<std::optional<std::vector<UserGroupId>>> usual_groups(Backend& backend) {
  const bool has_first =
      co_await ask_world(backend, [](const orchestrator::World& world) { return world.has(first_group); });
  if (has_first) co_return std::nullopt;
  co_return std::vector<UserGroupId>();
}

Task<Result<ServerResponse>> create_user(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<NewUserBody>(call));
  NewSecrets secrets(parts.backend);
  orchestrator::CreateUser command;
  command.id = orchestrator::fresh_id<UserId>(parts.backend.clock.now(), parts.backend.random);
  command.mail = std::move(body.mail);
  command.role = body.role;
  command.contact = std::move(body.contact);
  command.groups = body.groups ? std::move(body.groups) : co_await usual_groups(parts.backend);
  if (body.password) {
    CO_TRY(command.password,
           co_await put_password(parts.backend, secrets, *std::move(body.password), {command.mail}));
  }
  co_return co_await answer_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command),
                                         201);
}

Task<Result<ServerResponse>> edit_user(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<UserId>(call, "user"));
  CO_TRY(auto body, body_of<UserEditBody>(call));
  orchestrator::EditUser command{id, body.role, std::move(body.contact)};
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 200,
                                    {.replaces = true});
}

Task<Result<ServerResponse>> set_groups(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<UserId>(call, "user"));
  CO_TRY(auto body, body_of<UserGroupsBody>(call));
  orchestrator::SetUserGroups command{id, std::move(body.groups)};
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command));
}

Task<Result<ServerResponse>> delete_user(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<UserId>(call, "user"));
  const orchestrator::DeleteUser command{id, call.caller.mail};
  CO_TRY(const auto done, co_await execute(parts.backend, call, orchestrator::as_command(command)));
  co_await parts.gate.sessions.close_all(id, events::SessionEnd::user_deleted);
  co_return receipt_answer(200, done.receipt);
}

Task<Result<ServerResponse>> set_users_password(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<UserId>(call, "user"));
  // Who holds a session or a token of somebody does not know their password: it is asked for.
  if (id == call.caller.user) co_return fail(orchestrator::user_errc::own_password, {}, "password");
  CO_TRY(auto body, body_of<NewPasswordBody>(call));
  CO_TRY(const auto done, co_await set_password(parts.backend, call, id, std::move(body.password)));
  co_await parts.gate.sessions.close_all(id);
  co_return receipt_answer(200, done.receipt);
}

Task<Result<ServerResponse>> clear_password(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<UserId>(call, "user"));
  CO_TRY(const auto done,
         co_await execute(parts.backend, call,
                          orchestrator::as_command(orchestrator::ClearPassword{id, call.caller.user})));
  co_await parts.gate.sessions.close_all(id);
  co_return receipt_answer(200, done.receipt);
}

}  // namespace

std::vector<Route> user_routes(RouteParts parts) {
  using namespace common;
  return {
      get("/api/v1/users", Need::viewer, with(parts, list_users), "Users; a viewer sees themself alone")
          .takes({limit, cursor, at})
          .gives<ListPage<projections::UserDetail>>(),
      post("/api/v1/users", Need::admin, with(parts, create_user), "Add a user")
          .reads<NewUserBody>()
          .runs(201)
          .in_whole()
          .proved(),
      get("/api/v1/users/{user}", Need::viewer, with(parts, show_user),
          "One user; to a viewer there is none but themself")
          .takes({at})
          .gives<projections::UserDetail>()
          .with_version(),
      put("/api/v1/users/{user}", Need::admin, with(parts, edit_user),
          "Change role and contact; another role ends the user's API tokens")
          .reads<UserEditBody>()
          .replaces()
          .runs()
          .in_whole()
          .proved(),
      erase("/api/v1/users/{user}", Need::admin, with(parts, delete_user), "Delete a user")
          .matches()
          .runs()
          .in_whole()
          .proved(),
      put("/api/v1/users/{user}/groups", Need::admin, with(parts, set_groups),
          "Choose the user groups that a user is in")
          .reads<UserGroupsBody>()
          .matches()
          .runs()
          .in_whole()
          .proved(),
      put("/api/v1/users/{user}/password", Need::admin, with(parts, set_users_password),
          "Set another user's password; ends their sessions and API tokens")
          .reads<NewPasswordBody>()
          .runs()
          .in_whole()
          .proved(),
      erase("/api/v1/users/{user}/password", Need::admin, with(parts, clear_password),
            "Clear another user's password; ends their sessions and API tokens")
          .runs()
          .in_whole()
          .proved(),
  };
}

}  // namespace kigen::api
