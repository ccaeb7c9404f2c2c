#include <algorithm>

#include "api/errors.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "api/session/bearer.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/user/commands.hpp"

namespace kigen::api {
namespace {

/// A token with whose it is; as in openapi.json.
struct OwnedToken {
  UserId user = {};
  std::string mail = {};
  TokenId id = {};
  std::string name = {};
  events::Role role = events::Role::viewer;
  Instant expires = {};
  Instant created_at = {};
  std::optional<std::vector<UserGroupId>> groups = {};

  static constexpr auto fields = events::field_list(
      events::field("user", &OwnedToken::user), events::field("mail", &OwnedToken::mail),
      events::field("id", &OwnedToken::id), events::field("name", &OwnedToken::name),
      events::field("role", &OwnedToken::role), events::field("expires", &OwnedToken::expires),
      events::field("createdAt", &OwnedToken::created_at), events::field("groups", &OwnedToken::groups));
};

/// A receipt with the token's text, which is nowhere else.
struct TokenMade {
  std::string id = {};
  StreamId stream = {};
  Position position = 0;
  Version version = 0;
  bool changed = true;
  std::string token = {};

  static constexpr auto fields = events::field_list(
      events::field("id", &TokenMade::id), events::field("stream", &TokenMade::stream),
      events::field("position", &TokenMade::position), events::field("version", &TokenMade::version),
      events::field("changed", &TokenMade::changed), events::field("token", &TokenMade::token));
};

void append_tokens(std::vector<OwnedToken>& all, const projections::UserDetail& user) {
  for (const auto& token : user.tokens)
    all.push_back({user.id, user.mail, token.id, token.name, token.role, token.expires, token.created_at,
                   token.groups});
}

Result<ShortList<OwnedToken>> tokens_of_all(const projections::Views& views) {
  ShortList<OwnedToken> list;
  projections::Paging paging{{}, projections::max_page_rows};
  do {
    TRY(auto page, views.users().list(paging));
    list.position = page.position;
    for (const auto& user : page.rows) append_tokens(list.items, user);
    paging.cursor = page.next;
  } while (paging.cursor);
  return list;
}

Result<ShortList<OwnedToken>> tokens_of(const projections::Views& views, UserId user,
                                        const events::Scope& groups) {
  ShortList<OwnedToken> list;
  TRY(const auto seen, views.users().detail(user));
  list.position = seen.position;
  append_tokens(list.items, seen_in(groups, seen.value));
  return list;
}

Task<Result<ServerResponse>> list_tokens(RouteParts parts, const Call& call) {
  const bool all = call.caller.role != events::Role::viewer;
  CO_TRY(const auto list, co_await parts.replays.ask(
                              call, [all, user = call.caller.user,
                                     groups = groups_seen_by(call.caller)](const projections::Views& views) {
                                return all ? tokens_of_all(views) : tokens_of(views, user, groups);
                              }));
  co_return json_answer(200, list);
}

Task<Result<ServerResponse>> create_token(RouteParts parts, const Call& call) {
  CO_TRY(auto body, body_of<NewTokenBody>(call));
  const auto text = make_bearer(call.caller.user, parts.backend.random);
  orchestrator::CreateToken command;
  command.id = call.caller.user;
  command.token = orchestrator::fresh_id<TokenId>(parts.backend.clock.now(), parts.backend.random);
  command.token_name = std::move(body.name);
  command.role = body.role;
  command.sha256 = orchestrator::pki::sha256_hex(text.reveal());
  command.expires = body.expires;
  command.now = parts.backend.clock.now();
  command.by_token = call.caller.token;
  command.groups = std::move(body.groups);
  CO_TRY(const auto done, co_await execute(parts.backend, call, orchestrator::as_command(command)));
  if (done.repeated) co_return fail(api_errc::shown_once);
  const auto& receipt = done.receipt;
  co_return json_answer(201, TokenMade{to_text(command.token), receipt.stream, receipt.position,
                                       receipt.version, true, text.reveal()});
}

/// One's own, unless an admin asks. A token that is no admin's ends nothing but itself.
bool may_revoke(const Caller& caller, UserId owner, TokenId token) {
  if (caller.role == events::Role::admin) return true;
  return owner == caller.user && caller.token.value_or(token) == token;
}

Task<Result<ServerResponse>> revoke_token(RouteParts parts, const Call& call) {
  CO_TRY(const auto token, path_id<TokenId>(call, "token"));
  const auto owner = co_await ask_world(parts.backend, [token](const orchestrator::World& world) {
    const auto& users = world.users();
    const auto found =
        std::ranges::find_if(users, [&](const auto& entry) { return entry.second.tokens.contains(token); });
    return found == users.end() ? std::optional<UserId>{} : std::optional(found->first);
  });
  if (!owner) co_return fail(api_errc::not_found, to_text(token));
  if (!may_revoke(call.caller, *owner, token)) {
    const bool is_seen = call.caller.role != events::Role::viewer;
    co_return fail(is_seen ? api_errc::role_too_low : api_errc::not_found, to_text(token));
  }
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::RevokeToken{*owner, token}));
}

}  // namespace

std::vector<Route> token_routes(RouteParts parts) {
  return {
      get("/api/v1/tokens", Need::viewer, with(parts, list_tokens),
          "API tokens: admins and auditors see all, viewers their own")
          .takes({common::at})
          .gives<ShortList<OwnedToken>>(),
      post("/api/v1/tokens", Need::auditor, with(parts, create_token),
           "Make an API token of one's own; it is shown once")
          .reads<NewTokenBody>()
          .gives<TokenMade>(201)
          .once()
          .proved(),
      erase("/api/v1/tokens/{token}", Need::viewer, with(parts, revoke_token),
            "Revoke an API token: one's own, or as an admin anybody's")
          .runs()
          .proved(),
  };
}

}  // namespace kigen::api
