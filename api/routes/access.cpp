#include <algorithm>

#include "api/errors.hpp"
#include "api/routes/new_secret.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/settings_forms.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/pki/login_key.hpp"

namespace kigen::api {
namespace {

using projections::AccessDetail;

Task<Result<ServerResponse>> list_accesses(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"q", "limit", "cursor", "at"}));
  CO_TRY(const auto paging, query.paging());
  const auto search = query.text("q").value_or("");
  CO_TRY(auto page, co_await parts.replays.ask(call, [paging, search](const projections::Views& views) {
    return views.accesses().list(paging, search);
  }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_access(RouteParts parts, const Call& call) {
  CO_TRY_DO(Query::read(call.request, {"at"}));
  CO_TRY(const auto id, path_id<AccessId>(call, "access"));
  CO_TRY(const auto seen, co_await parts.replays.ask(call, [id](const projections::Views& views) {
    return views.accesses().detail(id);
  }));
  co_return with_version(json_answer(200, access_answer(seen.value)), seen.value.version);
}

/// The form's plain fields, and its secrets in the vault. Who elevates no more keeps no password for it.
Task<Result<events::AccessSettings>> settings_of(NewSecrets& secrets, AccessForm form,
                                                 const events::AccessSettings& stored) {
  events::AccessSettings settings = plain_settings(form);
  if (form.ssh_private_key && !form.ssh_private_key->empty())
    if (const auto usable = orchestrator::pki::check_login_key(*form.ssh_private_key); !usable)
      co_return inside("sshPrivateKey", usable.error());
  CO_TRY(settings.login_password,
         co_await secrets.choose(std::move(form.login_password), stored.login_password));
  CO_TRY(settings.ssh_private_key,
         co_await secrets.choose(std::move(form.ssh_private_key), stored.ssh_private_key));
  CO_TRY(settings.execution_password,
         co_await secrets.choose(std::move(form.execution_password), form.elevation == events::Elevation::none
                                                                         ? std::nullopt
                                                                         : stored.execution_password));
  co_return settings;
}

Task<Result<ServerResponse>> create_access(RouteParts parts, const Call& call) {
  CO_TRY(auto form, body_of<AccessForm>(call));
  NewSecrets secrets(parts.backend);
  orchestrator::CreateAccess command;
  command.id = orchestrator::fresh_id<AccessId>(parts.backend.clock.now(), parts.backend.random);
  CO_TRY(command.settings, co_await settings_of(secrets, std::move(form), {}));
  co_return co_await answer_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command),
                                         201);
}

Task<Result<ServerResponse>> edit_access(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<AccessId>(call, "access"));
  CO_TRY(auto form, body_of<AccessForm>(call));
  const auto stored = co_await ask_world(parts.backend, [id](const orchestrator::World& world) {
    const auto* access = world.access(id);
    return access == nullptr ? std::optional<events::AccessSettings>{} : access->settings;
  });
  if (!stored) co_return fail(api_errc::not_found, to_text(id));
  NewSecrets secrets(parts.backend);
  orchestrator::EditAccess command;
  command.id = id;
  CO_TRY(command.settings, co_await settings_of(secrets, std::move(form), *stored));
  co_return co_await answer_with_secrets(parts.backend, call, secrets, orchestrator::as_command(command), 200,
                                         {.replaces = true});
}

Task<Result<ServerResponse>> delete_access(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<AccessId>(call, "access"));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(orchestrator::DeleteAccess{id}));
}

Task<Result<ServerResponse>> scan_host_key(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<AccessId>(call, "access"));
  orchestrator::ScanHostKey command;
  command.id = id;
  command.due = parts.backend.clock.now();
  command.job = orchestrator::fresh_id<JobId>(command.due, parts.backend.random);
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 202);
}

/// Only an identity that the host showed can be confirmed: what a person compared is what is pinned.
Task<Result<ServerResponse>> confirm_host_key(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<AccessId>(call, "access"));
  CO_TRY(const auto body, body_of<HostKeyBody>(call));
  struct Shown {
    std::vector<orchestrator::PinnedKey> keys;
    orchestrator::HostPlace at;
  };
  const auto shown = co_await ask_world(parts.backend, [id](const orchestrator::World& world) {
    const auto* access = world.access(id);
    if (access == nullptr) return std::optional<Shown>{};
    Shown seen{{}, orchestrator::place_of(access->settings)};
    for (const auto& key : {access->refused, access->pinned})
      if (key) seen.keys.push_back(*key);
    return std::optional(seen);
  });
  if (!shown) co_return fail(api_errc::not_found, to_text(id));
  const auto key = std::ranges::find(shown->keys, body.fingerprint, &orchestrator::PinnedKey::fingerprint);
  if (key == shown->keys.end())
    co_return fail(api_errc::unseen_host_key, body.fingerprint.substr(0, 100), "fingerprint");
  orchestrator::PinHostKey command;
  command.id = id;
  command.pinned = {key->algorithm, key->fingerprint, false};
  command.seen_at = shown->at;
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command));
}

}  // namespace

std::vector<Route> access_routes(RouteParts parts) {
  return {
      {"GET", "/api/v1/accesses", Need::viewer, with(parts, list_accesses)},
      {"POST", "/api/v1/accesses", Need::admin, with(parts, create_access), Proof::recent},
      {"GET", "/api/v1/accesses/{access}", Need::viewer, with(parts, show_access)},
      {"PUT", "/api/v1/accesses/{access}", Need::admin, with(parts, edit_access), Proof::recent},
      {"DELETE", "/api/v1/accesses/{access}", Need::admin, with(parts, delete_access), Proof::recent},
      {"POST", "/api/v1/accesses/{access}/scan", Need::admin, with(parts, scan_host_key)},
      {"POST", "/api/v1/accesses/{access}/host-key", Need::admin, with(parts, confirm_host_key),
       Proof::recent},
  };
}

}  // namespace kigen::api
