#pragma once

#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"

namespace kigen::events {

/// Something apart from the log that knows how many durable records it had at some time.
struct Witness {
  std::string name = {};  ///< for people: its path
  Position records = 0;
};

/// `corrupt` when one of them knows of more than the `end` records that there are.
Result<> check_witnesses(const std::vector<Witness>& witnesses, Position end);

}  // namespace kigen::events
