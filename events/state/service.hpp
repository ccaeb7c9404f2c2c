#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "events/service_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

/// What a slot holds, without the PEM texts: those are read from the record at `registered_at`.
struct Slot {
  std::uint8_t number = 1;
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
  bool not_yet_valid = false;  ///< its time had not come when it was registered, nor was it noticed since
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
  ServiceSettings settings = {};
  bool enabled = true;
  bool deleted = false;
  std::vector<Slot> slots = {};               ///< those that hold something, by number
  std::optional<std::uint8_t> selected = {};  ///< a slot's number; none = newest expiry
  std::optional<PendingKey> pending_key = {};
  ExpiryStatus expiry = ExpiryStatus::none;
  std::optional<Instant> renewal_due = {};
  std::string renewal_serial = {};  ///< the generation that renewal_due is for
  bool renewal_overdue = false;
};

/// What slot `number` holds; null when it is empty.
const Slot* find_slot(const Service& service, std::uint8_t number);

/// Whether one expires before the other, of two alike which was registered before.
bool is_older(const Slot& one, const Slot& other);

/// The selected generation, else the newest of those whose time has come; null when there is none.
const Slot* current_slot(const Service& service);

/// The selected generation, else the newest, be it valid already or not: the one to be renewed. Null when all
/// slots are empty.
const Slot* newest_slot(const Service& service);

Service evolve(Service service, const ServiceEvent& event, const Stamp& stamp);

}  // namespace kigen::events
