#include "orchestrator/service/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(service_errc code) {
  static const TableCategory table(
      "service",
      {
          {int(service_errc::unknown_service), "unknown_service", "there is no such service", 1653,
           Failure::permanent, Answer::not_found},
          {int(service_errc::name_taken), "service_name_taken",
           "another service of the group has this name; choose another one", 6, Failure::permanent,
           Answer::conflict},
          {int(service_errc::common_name_too_long), "common_name_too_long",
           "a common name has at most 64 bytes; put a longer name among the alternative names", 6},
          {int(service_errc::order_open), "order_open",
           "an order of this service waits or is under way; wait for its end or cancel it", 1654,
           Failure::permanent, Answer::conflict},
          {int(service_errc::apply_open), "apply_open",
           "an apply of this service waits, runs or is stuck; wait for its end or cancel it", 2601,
           Failure::permanent, Answer::conflict},
          {int(service_errc::name_differs), "name_differs", "this is not for the names of the service", 1652},
          {int(service_errc::key_differs), "key_differs",
           "the certificate was not made for the key that waits for it; import its own key with it", 1656},
          {int(service_errc::chain_missing), "chain_missing",
           "the registered certificate has intermediates; import them along with it", 1659},
          {int(service_errc::no_free_slot), "no_free_slot",
           "nodes hold a certificate in every slot there can be; apply the newest one to them, or disable "
           "those that are gone",
           1657, Failure::permanent, Answer::conflict},
          {int(service_errc::empty_slot), "empty_slot", "there is no certificate in this slot", 2404,
           Failure::permanent, Answer::not_found},
          {int(service_errc::not_yet_valid), "not_yet_valid",
           "this certificate is not valid yet; it becomes current by itself when it is", 2601,
           Failure::permanent, Answer::conflict},
          {int(service_errc::still_needed), "still_needed",
           "a node has or serves this certificate, or may be rolled back to it; apply another one there "
           "first, or disable the node if it is gone",
           2601, Failure::permanent, Answer::conflict},
          {int(service_errc::no_key), "no_key", "the private key of this certificate is elsewhere", 1651,
           Failure::permanent, Answer::conflict},
          {int(service_errc::settings_changed), "settings_changed",
           "the settings were changed while the key and CSR were made", 2003, Failure::transient,
           Answer::conflict},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
