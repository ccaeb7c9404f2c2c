#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/secret.hpp"

namespace kigen::simulation {

/// Knows secrets again in what was written or said, in each form in which one gets there.
class Leaks {
 public:
  /// A text, or the PEM of a private key on a curve (the product's default): of that a part of the scalar.
  void guard(const Secret& secret);
  bool in(std::string_view text) const;

 private:
  void guard_key(const std::string& body);

  std::vector<std::string> forms_;
};

}  // namespace kigen::simulation
