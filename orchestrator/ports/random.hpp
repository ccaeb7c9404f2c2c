#pragma once

#include <cstdint>
#include <span>

#include "events/core/ids.hpp"

namespace kigen::orchestrator {

/// The only source of randomness; cryptographically strong outside simulations. Any thread.
struct Random {
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> bytes) = 0;
};

inline std::uint64_t random_u64(Random& random) {
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  std::uint64_t value = 0;
  for (auto byte : bytes) value = value << 8 | byte;
  return value;
}

inline Uuid fresh_uuid(Instant now, Random& random) {
  std::array<std::uint8_t, 10> bytes{};
  random.fill(bytes);
  return make_uuid_v7(now, bytes);
}
template <class SomeId>
SomeId fresh_id(Instant now, Random& random) {
  return SomeId{fresh_uuid(now, random)};
}

}  // namespace kigen::orchestrator
