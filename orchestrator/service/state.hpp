#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "events/service_events.hpp"
#include "orchestrator/stamp.hpp"

namespace kigen::orchestrator {

/// What a slot holds, without the PEM texts: those are read from the record at `registered_at`.
struct Slot {
  std::string serial = {};
  Instant not_before = {};
  Instant not_after = {};
  Instant chain_not_after = {};
  std::string leaf_sha256 = {};
  std::string public_key_sha256 = {};
  std::size_t chain_length = 0;  ///< intermediates
  std::optional<KeyRef> key = {};
  std::optional<OrderId> order = {};
  Position registered_at = 0;
};

/// A key and CSR that wait for the next order. The CSR's text is in the record at `made_at`.
struct PendingKey {
  std::optional<KeyRef> key = {};  ///< none: the CSR was imported, its key is elsewhere
  std::string public_key_sha256 = {};
  Position made_at = 0;
};

/// One certificate lineage (R7, R9).
struct Service {
  ServiceId id = {};
  Version version = 0;
  events::ServiceSettings settings = {};
  bool enabled = true;
  bool deleted = false;
  std::array<std::optional<Slot>, 2> slots = {};  ///< [0] = slot 1
  std::optional<std::uint8_t> selected = {};      ///< 1 or 2; none = newest expiry
  std::optional<PendingKey> pending_key = {};
  events::ExpiryStatus expiry = events::ExpiryStatus::none;
  std::optional<Instant> renewal_due = {};
  std::string renewal_serial = {};  ///< the generation that renewal_due is for
  bool renewal_overdue = false;
};

/// 1 or 2: the selected generation, else the one that expires last; none when both slots are empty.
std::optional<std::uint8_t> current_slot(const Service& service);

Service evolve(Service service, const events::ServiceEvent& event, const Stamp& stamp);

}  // namespace kigen::orchestrator
