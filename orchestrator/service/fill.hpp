#pragma once

#include "events/service_events.hpp"
#include "orchestrator/changes.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

class World;

/// Where a generation goes, and what is to be appended for it.
struct Filled {
  std::uint8_t slot = 1;
  Changes changes = {};
};

/// The way into the slots that imports and orders share: a certificate that is registered already updates its
/// slot (its key is kept if none comes with it); another one takes a free slot, or that of an older
/// generation, or one more where nodes need all of those. Refused with `no_free_slot` when there is no number
/// left, with `chain_missing` when an update would lose intermediates.
Result<Filled> fill_slot(const World& world, const Service& service, events::Generation generation,
                         Instant now);

}  // namespace kigen::orchestrator
