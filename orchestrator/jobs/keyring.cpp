#include "orchestrator/jobs/keyring.hpp"

#include <algorithm>

#include "orchestrator/jobs/errors.hpp"
#include "orchestrator/jobs/gather_keyring.hpp"

namespace kigen::orchestrator {

Result<Secret> Keyring::get(SecretRef ref) const {
  const auto entry = std::ranges::find(entries, ref, &KeyringEntry::ref);
  if (entry == entries.end())
    return fail(job_errc::malformed, "a secret is not in the brief: " + to_text(ref));
  if (entry->trouble) return fail(heard(*entry->trouble));
  return entry->secret;
}

Task<Keyring> gather_keyring(Vault& vault, std::vector<SecretRef> refs) {
  Keyring ring;
  for (const auto ref : refs) {
    auto& entry = ring.entries.emplace_back(KeyringEntry{.ref = ref});
    auto opened = co_await vault.get(ref);
    if (opened)
      entry.secret = *std::move(opened);
    else
      entry.trouble = told(opened.error());
  }
  co_return ring;
}

}  // namespace kigen::orchestrator
