#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "orchestrator/world.hpp"

namespace kigen::api {

inline constexpr std::string_view first_admin_mail = "admin@example.com";

/// What the World knows of the first admin; none once it is deleted.
struct FirstAdmin {
  UserId user = {};
  std::optional<SecretRef> password = {};
};
std::optional<FirstAdmin> first_admin(const orchestrator::World& world);

/// The token that claims the first admin: printed once when the installation is made, kept as a hash.
class BootstrapToken {
 public:
  /// Hex; empty = there is none, and no text is it.
  explicit BootstrapToken(std::string sha256) : sha256_(std::move(sha256)) {}
  bool is(std::string_view token) const;

 private:
  std::string sha256_;
};

}  // namespace kigen::api
