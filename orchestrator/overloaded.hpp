#pragma once

namespace kigen::orchestrator {

/// One visitor out of lambdas. Without a catch-all, an alternative nobody handles does not compile.
template <class... Fs>
struct overloaded : Fs... {
  using Fs::operator()...;
};

}  // namespace kigen::orchestrator
