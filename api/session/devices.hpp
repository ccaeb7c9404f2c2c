#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::api {

/// After the last login with it.
inline constexpr auto device_life = std::chrono::days(90);
/// Of one user, and of all; one more is another one forgotten, the one longest not logged in with.
inline constexpr std::size_t max_devices_per_user = 20;
inline constexpr std::size_t max_devices = 2'000;

/// A browser in which a user has logged in, as it is kept over a restart: docs/formats/sessions.md.
struct KeptDevice {
  std::string sha256 = {};  ///< of its cookie's value
  UserId user = {};
  SecretRef password = {};  ///< the user's at the last login: with another one it is a stranger again
  Instant last_login = {};

  static constexpr auto fields = events::field_list(
      events::field("sha256", &KeptDevice::sha256), events::field("user", &KeptDevice::user),
      events::field("password", &KeptDevice::password), events::field("lastLogin", &KeptDevice::last_login));
  friend bool operator==(const KeptDevice&, const KeptDevice&) = default;
};

/// The browsers that people have logged in with: what they guess is not counted with what strangers do. Known
/// by the SHA-256 of a cookie that opens nothing by itself. Whoever changes them keeps them too:
/// KeptSessions. The API's loop only.
class Devices {
 public:
  Devices(orchestrator::Clock& clock, orchestrator::Random& random) : clock_(clock), random_(random) {}

  /// Notes a login of `user`. Returns the cookie's value: the browser's own when we gave it, else a fresh
  /// one.
  std::string note(const std::optional<std::string>& cookie, UserId user, SecretRef password);
  /// The digest of the cookie, when `user` logged in with it before, by the present password.
  std::optional<std::string> known(const std::optional<std::string>& cookie, UserId user,
                                   const std::optional<SecretRef>& password) const;
  /// The user has another password now, set in the browser of `cookie`; the user's other browsers are
  /// strangers.
  void password_set(const std::optional<std::string>& cookie, UserId user, SecretRef password);
  /// Whether there were any.
  bool forget(UserId user);

  std::vector<KeptDevice> all() const;
  void recall(const std::vector<KeptDevice>& kept);

 private:
  struct Device {
    SecretRef password = {};
    Instant last_login = {};
  };
  using Key = std::pair<std::string, UserId>;  // SHA-256 of the cookie, user
  bool is_over(const Device& device) const { return device.last_login + device_life <= clock_.now(); }
  bool is_ours(const std::string& sha256) const;
  void make_room(UserId user);
  void forget_oldest(std::optional<UserId> of = {});

  orchestrator::Clock& clock_;
  orchestrator::Random& random_;
  std::map<Key, Device> devices_;
};

}  // namespace kigen::api
