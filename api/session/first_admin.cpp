#include "api/session/first_admin.hpp"

#include "orchestrator/company/commands.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {
namespace {

namespace vault = orchestrator::vault;

constexpr std::size_t max_hash_bytes = 128;

}  // namespace

std::optional<UserId> claimable_admin(const orchestrator::World& world) {
  const auto* user = world.user_with_mail(first_admin_mail);
  if (user == nullptr || orchestrator::is_claimed(world)) return std::nullopt;
  return user->id;
}

Result<bool> BootstrapToken::is(const Secret& token) const {
  if (file_.empty()) return false;
  auto hash = vault::read_file(file_, max_hash_bytes);
  if (!hash && hash.error().code == orchestrator::vault_errc::not_found) return false;
  if (!hash) return fail(hash.error());
  while (hash->ends_with('\n')) hash->pop_back();
  return !hash->empty() &&
         vault::equal_in_constant_time(orchestrator::pki::sha256_hex(token.reveal()), *hash);
}

Result<> BootstrapToken::forget() const {
  if (file_.empty()) return {};
  return vault::remove_file(file_);
}

}  // namespace kigen::api
