#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class service_errc {
  unknown_service = 1,
  name_taken,
  common_name_too_long,
  order_open,     ///< an order waits or is under way: names, key and order settings are locked (R18)
  apply_open,     ///< an apply of one of its nodes waits, runs or is stuck
  name_differs,   ///< the certificate or CSR is not for the service's names
  key_differs,    ///< the certificate was not made for the key that waits for it
  chain_missing,  ///< imported again without the intermediates that are registered
  no_free_slot,   ///< nodes still need all but the newest
  empty_slot,
  not_yet_valid,
  still_needed,      ///< a node serves the generation or may be rolled back to it
  no_key,            ///< the key of the generation is elsewhere
  settings_changed,  ///< since the key and CSR were begun: they are made again
};
std::error_code make_error_code(service_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::service_errc> : std::true_type {};
