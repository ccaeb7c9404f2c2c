#include "api/routes/passwords.hpp"

#include "api/errors.hpp"
#include "api/server/ask.hpp"
#include "events/core/offload.hpp"
#include "orchestrator/net/source.hpp"
#include "orchestrator/user/commands.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

namespace vault = orchestrator::vault;

/// `known`: what everybody knows of whose it is.
Task<Result<Secret>> hash_of(Backend& backend, Secret password, std::vector<std::string> known) {
  known.push_back(
      co_await ask_world(backend, [](const orchestrator::World& world) { return world.company().name; }));
  co_return co_await offload(backend.cpu,
                             [password = std::move(password), known = std::move(known)]() -> Result<Secret> {
                               TRY_DO(vault::validate_persons_password(password, known));
                               return vault::hash_password(password);
                             });
}

}  // namespace

Task<Result<bool>> is_password(Backend& backend, std::optional<SecretRef> stored, Secret password) {
  std::optional<Secret> hash;
  if (stored) {
    CO_TRY(hash, co_await backend.vault.get(*stored));
  }
  co_return co_await offload(backend.cpu,
                             [hash = std::move(hash), password = std::move(password)]() -> Result<bool> {
                               if (hash) return vault::is_password(*hash, password);
                               TRY_DO(vault::hash_password(password));
                               return false;
                             });
}

Task<Result<>> try_password(Backend& backend, Gate& gate, PasswordTry given) {
  const auto& knock = given.knock;
  if (const auto admitted = gate.throttle.admit(knock); !admitted) {
    gate.book.throttled(knock, given.is_known);
    co_return admitted;
  }
  const auto standing = knock.familiar.empty() ? Standing::stranger : Standing::known;
  const auto turn = co_await gate.hashing.turn(standing, orchestrator::net::source_of(knock.address));
  const auto right = turn ? co_await is_password(backend, given.stored, std::move(given.password))
                          : Result<bool>(fail(turn.error()));
  if (!right) {
    gate.throttle.withdraw(knock);
    co_return fail(right.error());
  }
  if (*right && given.is_known) {
    gate.throttle.succeeded(knock);
    co_return Result<>{};
  }
  gate.book.failed(knock, given.is_known);
  co_return fail(api_errc::wrong_login);
}

Task<Result<SecretRef>> put_password(Backend& backend, NewSecrets& secrets, Secret password,
                                     std::vector<std::string> known) {
  auto hash = co_await hash_of(backend, std::move(password), std::move(known));
  if (!hash) {
    hash.error().field = "password";
    co_return fail(std::move(hash).error());
  }
  co_return co_await secrets.put(*std::move(hash));
}

Task<Result<Executed>> set_password(Backend& backend, const Call& call, UserId user, Secret password) {
  NewSecrets secrets(backend);
  orchestrator::SetPassword command;
  command.id = user;
  const auto mail = co_await ask_world(backend, [user](const orchestrator::World& world) {
    const auto* found = world.user(user);
    return found == nullptr ? std::string() : found->mail;
  });
  command.by = call.caller.user;
  CO_TRY(command.password, co_await put_password(backend, secrets, std::move(password), {mail}));
  co_return co_await execute_with_secrets(backend, call, secrets, orchestrator::as_command(command));
}

}  // namespace kigen::api
