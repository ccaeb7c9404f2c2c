#pragma once

#include <optional>
#include <string>

#include "events/access_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

struct PinnedKey {
  std::string algorithm = {};
  std::string fingerprint = {};
};

struct Access {
  AccessId id = {};
  Version version = 0;
  AccessSettings settings = {};
  bool deleted = false;
  std::optional<PinnedKey> pinned = {};
  std::optional<PinnedKey> refused = {};  ///< last identity shown that is not the pinned one
};

Access evolve(Access access, const AccessEvent& event, const Stamp& stamp);

}  // namespace kigen::events
