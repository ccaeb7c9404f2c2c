#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/core/error.hpp"

namespace kigen::events {

/// The members of a JSON object of ours in their order, each value as its text: what upcasters move about.
/// Whether the outcome is a payload of today, its decoder says.
class JsonMembers {
 public:
  static Result<JsonMembers> of(std::string_view object);

  /// Takes a member's value out; fails with missing_field.
  Result<std::string> take(std::string_view name);
  /// `value` is JSON.
  JsonMembers& add(std::string_view name, std::string value);
  /// All that another object has, behind what is here.
  JsonMembers& add_all(JsonMembers other);
  /// Puts in place of a member that is an object what `rewritten` makes of it: JsonMembers in, a Result of
  /// them out.
  template <class Rewritten>
  Result<> rewrite(std::string_view name, Rewritten rewritten) {
    TRY(auto* const value, find(name));
    TRY(auto members, JsonMembers::of(*value));
    auto after = Result<JsonMembers>(rewritten(std::move(members)));
    if (!after) return inside(name, after.error());
    *value = after->text();
    return {};
  }
  std::string text() const;

 private:
  Result<std::string*> find(std::string_view name);
  static std::unexpected<Error> inside(std::string_view name, Error error);

  std::vector<std::pair<std::string, std::string>> members_ = {};
};

}  // namespace kigen::events
