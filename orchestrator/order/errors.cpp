#include "orchestrator/order/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(order_errc code) {
  static const TableCategory table(
      "order",
      {
          {int(order_errc::unknown_order), "unknown_order", "there is no such order, or it has ended", 18,
           Failure::permanent, Answer::not_found},
          {int(order_errc::unknown_service), "no_matching_service", "there is no such service", 2606,
           Failure::permanent, Answer::not_found},
          {int(order_errc::service_disabled), "service_disabled", "the service is disabled; enable it first",
           13, Failure::permanent, Answer::conflict},
          {int(order_errc::no_ca_account), "no_ca_account",
           "the service has no CA account; choose one in its order settings", 1611},
          {int(order_errc::order_open), "order_open",
           "an order of this service waits or is under way; wait for its end or cancel it", 1654,
           Failure::permanent, Answer::conflict},
          {int(order_errc::no_free_slot), "no_free_slot",
           "nodes hold a certificate in every slot there can be; apply the newest one to them, or disable "
           "those that are gone",
           2610, Failure::permanent, Answer::conflict},
          {int(order_errc::wildcard_over_http), "wildcard_over_http",
           "http-01 cannot prove a wildcard name; use a CA account with dns-01", 2107},
          {int(order_errc::too_late), "too_late",
           "the CA already has the order; it can no longer be cancelled", 1654, Failure::permanent,
           Answer::conflict},
          {int(order_errc::wrong_stage), "wrong_order_stage",
           "the report does not fit where the order stands", 1614, Failure::permanent, Answer::conflict},
          {int(order_errc::not_a_report), "not_an_order_report", "this event is not reported but decided",
           1614},
          {int(order_errc::issued_for_other_key), "issued_for_other_key",
           "the CA issued a certificate for another key than the CSR's", 1656},
          {int(order_errc::issued_for_other_names), "issued_for_other_names",
           "the CA issued a certificate for other names than ordered", 1652},
          {int(order_errc::scheduled_in_past), "scheduled_in_past",
           "this time has passed; choose a later one, or order now", 1613},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
