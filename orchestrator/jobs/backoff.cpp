#include "orchestrator/jobs/backoff.hpp"

#include <algorithm>

namespace kigen::orchestrator {

Duration backoff(std::uint32_t attempt, Duration base, Duration cap, Random& random) {
  Duration bound = std::min(base, cap);
  for (std::uint32_t i = 1; i < attempt && bound < cap; ++i) bound = std::min(cap, bound * 2);
  const auto least = bound / 10;
  const auto span = static_cast<std::uint64_t>((bound - least).count()) + 1;
  return least + Duration(static_cast<Duration::rep>(random_u64(random) % span));
}

}  // namespace kigen::orchestrator
