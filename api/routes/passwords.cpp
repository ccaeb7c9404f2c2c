#include "api/routes/passwords.hpp"

#include "api/server/ask.hpp"
#include "events/core/offload.hpp"
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
  CO_TRY(command.password, co_await put_password(backend, secrets, std::move(password), {mail}));
  co_return co_await execute_with_secrets(backend, call, secrets, orchestrator::as_command(command));
}

}  // namespace kigen::api
