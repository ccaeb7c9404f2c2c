#pragma once

#include <optional>
#include <string>

#include "events/access_events.hpp"
#include "orchestrator/stamp.hpp"

namespace kigen::orchestrator {

struct PinnedKey {
  std::string algorithm = {};
  std::string fingerprint = {};
};

struct Access {
  AccessId id = {};
  Version version = 0;
  events::AccessSettings settings = {};
  bool deleted = false;
  std::optional<PinnedKey> pinned = {};
  std::optional<PinnedKey> refused = {};  ///< last identity shown that is not the pinned one
};

Access evolve(Access access, const events::AccessEvent& event, const Stamp& stamp);

}  // namespace kigen::orchestrator
