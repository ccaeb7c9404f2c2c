#pragma once

namespace kigen {

/// One visitor of many lambdas. Without a catch-all, a new alternative fails to compile until it is handled.
template <class... Arms>
struct overloaded : Arms... {
  using Arms::operator()...;
};

}  // namespace kigen
