#include <algorithm>
#include <utility>

#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/erasure/commands.hpp"
#include "orchestrator/secrets.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// Adds to a list that one event can hold.
void add(std::vector<SecretRef>& secrets, SecretRef secret) {
  if (secrets.size() < most_secrets_at_once) secrets.push_back(secret);
}

std::vector<SecretRef> not_noted_yet(const VaultBook& book, const SecretSet& referred,
                                     const std::vector<SecretRef>& stored) {
  std::vector<SecretRef> found;
  for (const auto secret : stored)
    if (!referred.contains(secret) && !book.unreferenced.contains(secret)) add(found, secret);
  std::ranges::sort(found);  // as the vault lists them in no order
  return found;
}

std::vector<SecretRef> in_use_again(const VaultBook& book, const SecretSet& referred) {
  std::vector<SecretRef> found;
  for (const auto& [secret, unreferenced] : book.unreferenced)
    if (!unreferenced.is_going && referred.contains(secret)) add(found, secret);
  return found;
}

/// Who began before a secret was noted may have copied the reference out of the World.
Position oldest_under_way(const World& world) {
  auto oldest = world.end();
  for (const auto& id : world.queue().running_jobs()) oldest = std::min(oldest, world.job(id)->token);
  return oldest;
}

std::vector<SecretRef> due(const World& world, const SecretSet& referred, Instant noted_until) {
  std::vector<SecretRef> found;
  const auto oldest = oldest_under_way(world);
  for (const auto& [secret, unreferenced] : world.vault_book().unreferenced)
    if (!unreferenced.is_going && !referred.contains(secret) && unreferenced.since <= noted_until &&
        unreferenced.noted_at < oldest)
      add(found, secret);
  return found;
}

template <Event E>
void add(Changes& changes, const World& world, std::vector<SecretRef> secrets) {
  if (!secrets.empty()) changes.add(vault_stream, world.vault_book().version, E{std::move(secrets)});
}

}  // namespace

Result<Changes> decide(const World& world, const ReviewVault& command) {
  const auto& book = world.vault_book();
  const auto referred = referred_secrets(world);
  Changes changes;
  add<SecretsUnreferenced>(changes, world, not_noted_yet(book, referred, command.stored));
  add<SecretsReferencedAgain>(changes, world, in_use_again(book, referred));
  add<ErasureStarted>(changes, world, due(world, referred, command.now - command.grace));
  return changes;
}

Result<Changes> decide(const World& world, const ReportErased& command) {
  const auto& book = world.vault_book();
  std::vector<SecretRef> gone;
  for (const auto secret : command.secrets)
    if (is_going(book, secret) && book.unreferenced.contains(secret)) add(gone, secret);
  Changes changes;
  add<SecretsErased>(changes, world, std::move(gone));
  return changes;
}

Result<> check_named(const World& world, const Changes& changes) {
  for (const auto secret : changes.secrets())
    if (is_going(world.vault_book(), secret)) return fail(secret_errc::going, to_text(secret));
  return {};
}

}  // namespace kigen::orchestrator
