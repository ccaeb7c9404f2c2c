#pragma once

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "events/core/ids.hpp"

namespace kigen::events {

/// Whose services somebody sees and manages, with all that hangs on them (R3, R4). What is outside does not
/// exist for them: it is not found, not counted, not told. There is no scope by default: who asks must say
/// for whom.
class Scope {
 public:
  /// Auditors, and the product itself.
  static Scope everything() { return Scope(std::nullopt); }
  static Scope of(std::set<UserGroupId> groups) { return Scope(std::move(groups)); }

  bool is_everything() const { return !groups_; }
  bool holds(UserGroupId group) const { return !groups_ || groups_->contains(group); }
  /// Null: everything.
  const std::set<UserGroupId>* groups() const { return groups_ ? &*groups_ : nullptr; }
  /// What is in both.
  Scope within(const Scope& other) const {
    if (!groups_) return other;
    if (!other.groups_) return *this;
    std::set<UserGroupId> both;
    std::ranges::set_intersection(*groups_, *other.groups_, std::inserter(both, both.end()));
    return Scope(std::move(both));
  }
  friend bool operator==(const Scope&, const Scope&) = default;

 private:
  explicit Scope(std::optional<std::set<UserGroupId>> groups) : groups_(std::move(groups)) {}
  std::optional<std::set<UserGroupId>> groups_;
};

}  // namespace kigen::events
