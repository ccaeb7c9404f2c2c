#include "orchestrator/runtime/system_random.hpp"

#include <openssl/rand.h>

#include "events/core/error.hpp"

namespace kigen::orchestrator {

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  ensure(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "the random generator works");
}

}  // namespace kigen::orchestrator
