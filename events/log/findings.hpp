#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/log/verify.hpp"

namespace kigen::events {

/// Collects findings: one for all places of which the same is to be said, and 1,000 at most; then it only
/// counts.
class Findings {
 public:
  void add(std::string where, std::string what);
  void add(std::string where, const Error& error);

  std::uint64_t further() const { return further_; }
  std::vector<Finding> take() { return std::move(kept_); }

 private:
  std::vector<Finding> kept_;
  std::unordered_map<std::string, std::size_t> by_what_;  // place in kept_
  std::uint64_t further_ = 0;
};

}  // namespace kigen::events
