#pragma once

#include <chrono>

namespace kigen {

using Duration = std::chrono::microseconds;
/// A moment in UTC, to the microsecond. Comes from the Clock port only.
using Instant = std::chrono::sys_time<Duration>;

}  // namespace kigen
