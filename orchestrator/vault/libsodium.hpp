#pragma once

#include <sodium.h>

#include "events/core/error.hpp"

namespace kigen::orchestrator::vault {

/// libsodium asks for it before any other call; it chooses the fastest code for this CPU.
inline void start_libsodium() {
  static const bool started = sodium_init() >= 0;
  ensure(started, "libsodium starts");
}

}  // namespace kigen::orchestrator::vault
