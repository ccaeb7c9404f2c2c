#include "api/routes/new_secret.hpp"

#include <spdlog/spdlog.h>

#include "api/errors.hpp"

namespace kigen::api {

Task<Result<SecretRef>> NewSecrets::put(Secret secret) {
  const auto ref = orchestrator::fresh_id<SecretRef>(backend_.clock.now(), backend_.random);
  put_.push_back(ref);
  const auto kept = co_await backend_.vault.put(ref, std::move(secret));
  if (kept) co_return ref;
  co_await discard();
  co_return fail(kept.error());
}

/// All that is refused is refused before anything goes into the vault.
Task<Result<>> NewSecrets::settle(std::vector<SecretField> fields, SentSecrets sent) {
  for (const auto& field : fields) {
    const auto wish = sent[field.path].wish;
    if (wish == SentSecret::Wish::keep_stored && !field.stored)
      co_return fail(api_errc::no_secret_here, {}, field.path);
    if (wish == SentSecret::Wish::replace && !field.exists)
      co_return fail(api_errc::secret_unused, {}, field.path);
  }
  for (const auto& field : fields) {
    auto& [wish, value] = sent[field.path];
    field.into->reset();
    if (!field.exists || wish == SentSecret::Wish::forget) continue;
    if (wish == SentSecret::Wish::replace) {
      CO_TRY(*field.into, co_await put(std::move(value)));
    } else {
      *field.into = field.stored;
    }
  }
  co_return Result<>{};
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
