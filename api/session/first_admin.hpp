#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "events/core/secret.hpp"
#include "orchestrator/world.hpp"

namespace kigen::api {

inline constexpr std::string_view first_admin_mail = "admin@example.com";

/// The first admin of an installation that nobody has claimed; none of any other.
std::optional<UserId> claimable_admin(const orchestrator::World& world);

/// The token that claims the first admin: printed once when the installation is made, kept as a hash in a
/// file until the claim. Everything blocks.
class BootstrapToken {
 public:
  explicit BootstrapToken(std::filesystem::path file) : file_(std::move(file)) {}
  /// Without the file no text is it.
  Result<bool> is(const Secret& token) const;
  /// Removes the file; durable when it returns.
  Result<> forget() const;

 private:
  std::filesystem::path file_;  // empty: there is none
};

}  // namespace kigen::api
