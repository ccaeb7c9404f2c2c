#include "api/routes/new_secret.hpp"

#include <spdlog/spdlog.h>

namespace kigen::api {

Task<Result<SecretRef>> NewSecrets::put(Secret secret) {
  const auto ref = orchestrator::fresh_id<SecretRef>(backend_.clock.now(), backend_.random);
  put_.push_back(ref);
  const auto kept = co_await backend_.vault.put(ref, std::move(secret));
  if (kept) co_return ref;
  co_await discard();
  co_return fail(kept.error());
}

Task<Result<std::optional<SecretRef>>> NewSecrets::choose(std::optional<Secret> given,
                                                          std::optional<SecretRef> stored) {
  if (!given) co_return stored;
  if (given->empty()) co_return std::optional<SecretRef>{};
  CO_TRY(const auto ref, co_await put(*std::move(given)));
  co_return std::optional(ref);
}

Task<void> NewSecrets::discard() {
  for (const auto ref : put_) {
    const auto erased = co_await backend_.vault.erase(ref);
    if (!erased) spdlog::warn("an unused secret stays in the vault: {}", describe(erased.error()));
  }
  put_.clear();
}

namespace {

/// Whether no record names the command's secrets, nor ever will. What the log failed to acknowledge may yet
/// turn out to be kept.
bool is_nameless(const Result<Executed>& done) {
  if (done) return done->repeated || !done->receipt.changed;
  return failure_of(done.error().code) == Failure::permanent;
}

}  // namespace

Task<Result<Executed>> execute_with_secrets(Backend& backend, const Call& call, NewSecrets& secrets,
                                            orchestrator::Command command, Manner manner) {
  auto done = co_await execute(backend, call, std::move(command), std::move(manner));
  if (is_nameless(done)) co_await secrets.discard();
  co_return done;
}

Task<Result<ServerResponse>> answer_with_secrets(Backend& backend, const Call& call, NewSecrets& secrets,
                                                 orchestrator::Command command, unsigned status,
                                                 Manner manner) {
  CO_TRY(const auto done,
         co_await execute_with_secrets(backend, call, secrets, std::move(command), std::move(manner)));
  co_return receipt_answer(status, done.receipt);
}

}  // namespace kigen::api
