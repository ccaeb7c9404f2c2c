#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class order_errc {
  unknown_order = 1,  ///< never requested, or ended
  unknown_service,
  service_disabled,
  no_ca_account,
  order_open,          ///< another order of the service waits or is under way
  no_free_slot,        ///< the certificate would find no place
  wildcard_over_http,  ///< http-01 cannot prove a wildcard name (RFC 8555 §8.3)
  too_late,            ///< the CA may have it already
  wrong_stage,         ///< a report that does not fit where the order stands
  not_a_report,
  issued_for_other_key,  ///< the certificate has not the CSR's key
  issued_for_other_names,
  scheduled_in_past,
};
std::error_code make_error_code(order_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::order_errc> : std::true_type {};
