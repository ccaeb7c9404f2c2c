#include "orchestrator/ca_account/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(ca_account_errc code) {
  static const TableCategory table(
      "ca_account",
      {
          {int(ca_account_errc::unknown_ca_account), "unknown_ca_account",
           "there is no such CA account; choose one of the list", 1611, Failure::permanent,
           Answer::not_found},
          {int(ca_account_errc::name_taken), "ca_account_name_taken",
           "another CA account has this name; choose another one", 6, Failure::permanent, Answer::conflict},
          {int(ca_account_errc::used), "ca_account_used",
           "services or open orders use this CA account; give them another one first", 6, Failure::permanent,
           Answer::conflict},
          {int(ca_account_errc::no_hook), "no_dns_hook",
           "dns-01 needs a program that sets the record; give its name", 2111},
          {int(ca_account_errc::incomplete_external_account), "incomplete_external_account",
           "an external account needs both its key id and its key", 2111},
          {int(ca_account_errc::no_account_url), "no_account_url", "the CA gave the account no URL", 2105},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
