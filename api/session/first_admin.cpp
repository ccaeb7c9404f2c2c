#include "api/session/first_admin.hpp"

#include "orchestrator/pki/digest.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {

std::optional<FirstAdmin> first_admin(const orchestrator::World& world) {
  const auto* user = world.user_with_mail(first_admin_mail);
  return user == nullptr ? std::nullopt : std::optional(FirstAdmin{user->id, user->password});
}

bool BootstrapToken::is(std::string_view token) const {
  return !sha256_.empty() &&
         orchestrator::vault::equal_in_constant_time(orchestrator::pki::sha256_hex(token), sha256_);
}

}  // namespace kigen::api
