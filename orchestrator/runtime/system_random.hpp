#pragma once

#include "orchestrator/ports/random.hpp"

namespace kigen::orchestrator {

/// OpenSSL's generator, seeded by the kernel. The one place of the product that makes randomness.
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> bytes) override;
};

}  // namespace kigen::orchestrator
