#include "api/session/devices.hpp"

#include <algorithm>

#include "orchestrator/pki/digest.hpp"
#include "orchestrator/vault/password.hpp"

namespace kigen::api {

using orchestrator::pki::sha256_hex;

std::string Devices::note(const std::optional<std::string>& cookie, UserId user, SecretRef password) {
  const bool is_known = cookie && is_ours(sha256_hex(*cookie));
  auto value = is_known ? *cookie : orchestrator::vault::make_token(random_, {}).reveal();
  const Key key{sha256_hex(value), user};
  if (!devices_.contains(key)) make_room(user);
  devices_[key] = {password, clock_.now()};
  return value;
}

std::optional<std::string> Devices::known(const std::optional<std::string>& cookie, UserId user,
                                          const std::optional<SecretRef>& password) const {
  if (!cookie || !password) return std::nullopt;
  const auto found = devices_.find({sha256_hex(*cookie), user});
  if (found == devices_.end() || is_over(found->second) || found->second.password != *password)
    return std::nullopt;
  return found->first.first;
}

void Devices::password_set(const std::optional<std::string>& cookie, UserId user, SecretRef password) {
  const auto kept = cookie ? sha256_hex(*cookie) : std::string();
  std::erase_if(devices_,
                [&](const auto& entry) { return entry.first.second == user && entry.first.first != kept; });
  if (const auto own = devices_.find({kept, user}); own != devices_.end()) own->second.password = password;
}

bool Devices::forget(UserId user) {
  return std::erase_if(devices_, [&](const auto& entry) { return entry.first.second == user; }) > 0;
}

std::vector<KeptDevice> Devices::all() const {
  std::vector<KeptDevice> all;
  for (const auto& [key, device] : devices_)
    if (!is_over(device)) all.push_back({key.first, key.second, device.password, device.last_login});
  return all;
}

void Devices::recall(const std::vector<KeptDevice>& kept) {
  for (const auto& [sha256, user, password, last_login] : kept) {
    const Device device{password, std::min(last_login, clock_.now())};
    if (!is_over(device)) devices_[{sha256, user}] = device;
  }
  while (devices_.size() > max_devices) forget_oldest();
}

bool Devices::is_ours(const std::string& sha256) const {
  const auto first = devices_.lower_bound({sha256, UserId{}});
  return first != devices_.end() && first->first.first == sha256;
}

void Devices::make_room(UserId user) {
  std::erase_if(devices_, [&](const auto& entry) { return is_over(entry.second); });
  const auto of_user =
      std::ranges::count_if(devices_, [&](const auto& entry) { return entry.first.second == user; });
  if (of_user >= static_cast<std::ptrdiff_t>(max_devices_per_user)) forget_oldest(user);
  if (devices_.size() >= max_devices) forget_oldest();
}

void Devices::forget_oldest(std::optional<UserId> of) {
  auto oldest = devices_.end();
  for (auto it = devices_.begin(); it != devices_.end(); ++it)
    if ((!of || it->first.second == *of) &&
        (oldest == devices_.end() || it->second.last_login < oldest->second.last_login))
      oldest = it;
  if (oldest != devices_.end()) devices_.erase(oldest);
}

}  // namespace kigen::api
