#include "orchestrator/vault/watched_vault.hpp"

namespace kigen::orchestrator::vault {
namespace {

// Places of the part; others are secrets.
const std::string writing = "writing";
const std::string reading = "reading";

/// Whether the secret is to blame, and not the disk.
bool is_of_the_secret(const Error& error) {
  return error.code == vault_errc::damaged || error.code == vault_errc::not_found;
}

}  // namespace

/// What is too large never came to the disk.
void WatchedVault::note_written(SecretRef ref, const Result<>& outcome) {
  if (!outcome && outcome.error().code == vault_errc::too_large) return;
  troubles_.note(Part::vault, writing, outcome);
  if (outcome) troubles_.note(Part::vault, to_text(ref), outcome);
}

Task<Result<>> WatchedVault::put(SecretRef ref, Secret secret) {
  auto outcome = co_await vault_.put(ref, std::move(secret));
  note_written(ref, outcome);
  co_return outcome;
}

Task<Result<>> WatchedVault::erase(SecretRef ref) {
  auto outcome = co_await vault_.erase(ref);
  note_written(ref, outcome);
  co_return outcome;
}

Task<Result<Secret>> WatchedVault::get(SecretRef ref) {
  auto secret = co_await vault_.get(ref);
  if (secret) {
    troubles_.note(Part::vault, reading, {});
    troubles_.note(Part::vault, to_text(ref), {});
  } else {
    troubles_.note(Part::vault, is_of_the_secret(secret.error()) ? to_text(ref) : reading,
                   fail(secret.error()));
  }
  co_return secret;
}

Task<Result<std::vector<SecretRef>>> WatchedVault::list() {
  auto found = co_await vault_.list();
  if (!found) troubles_.note(Part::vault, reading, fail(found.error()));
  co_return found;
}

Task<Result<>> WatchedVault::try_again(SecretRef scratch) {
  if (!troubles_.has(Part::vault)) co_return Result<>{};
  CO_TRY_DO(co_await put(scratch, Secret("whether it works")));
  CO_TRY_DO(co_await get(scratch));
  co_return co_await erase(scratch);
}

}  // namespace kigen::orchestrator::vault
