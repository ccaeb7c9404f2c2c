#include <algorithm>

#include "api/errors.hpp"
#include "api/routes/kept_secrets.hpp"
#include "api/routes/routes.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/pki/login_key.hpp"

namespace kigen::api {
namespace {

/// The identity of an access's host that a person confirms.
struct HostKeyBody {
  std::string fingerprint = {};
  static constexpr auto fields =
      events::field_list(events::field("fingerprint", &HostKeyBody::fingerprint).required());
};

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
    std::optional<orchestrator::HostPlace> at;
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

/// A key that no login could use is refused before it is kept.
Task<Result<events::AccessSettings>> settings_of(Backend&, NewSecrets& secrets,
                                                 Sent<events::AccessSettings> sent,
                                                 const events::AccessSettings* stored) {
  constexpr std::string_view key_path = "connection.sshPrivateKey";
  if (const auto* key = sent.given(key_path))
    if (const auto usable = orchestrator::pki::check_login_key(*key); !usable)
      co_return inside(key_path, usable.error());
  co_return co_await settle(secrets, std::move(sent), stored);
}

std::vector<Route> access_routes(RouteParts parts) {
  return {
      post("/api/v1/accesses/{access}/scan", Need::admin, with(parts, scan_host_key),
           "Look at the host's identity without logging in")
          .runs(202),
      post("/api/v1/accesses/{access}/host-key", Need::admin, with(parts, confirm_host_key),
           "Confirm the host's identity")
          .reads<HostKeyBody>()
          .runs()
          .proved(),
  };
}

}  // namespace kigen::api
