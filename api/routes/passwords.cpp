#include "api/routes/passwords.hpp"

#include "api/routes/new_secret.hpp"
#include "events/core/offload.hpp"
#include "orchestrator/user/commands.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

namespace vault = orchestrator::vault;

Task<Result<Secret>> hash_of(Backend& backend, Secret password) {
  co_return co_await offload(backend.cpu, [password = std::move(password)]() -> Result<Secret> {
    TRY_DO(vault::validate_password(password));
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

Task<Result<Executed>> set_password(Backend& backend, const Call& call, UserId user, Secret password,
                                    Manner manner) {
  auto hash = co_await hash_of(backend, std::move(password));
  if (!hash) {
    auto error = hash.error();
    error.field = "password";
    co_return fail(std::move(error));
  }
  NewSecrets secrets(backend);
  orchestrator::SetPassword command;
  command.id = user;
  CO_TRY(command.password, co_await secrets.put(*std::move(hash)));
  auto done = co_await execute(backend, call, orchestrator::as_command(command), manner);
  if (!done || done->repeated) co_await secrets.discard();
  co_return done;
}

}  // namespace kigen::api
