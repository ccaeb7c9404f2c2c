#include "orchestrator/ca_account/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(ca_account_errc code) {
  static const TableCategory table(
      "ca_account",
      {
          {int(ca_account_errc::no_hook), "no_dns_hook",
           "dns-01 needs a program that sets the record; give its name", 2111},
          {int(ca_account_errc::incomplete_external_account), "incomplete_external_account",
           "an external account needs both its key id and its key", 2111},
          {int(ca_account_errc::no_account_url), "no_account_url", "the CA gave the account no URL", 2105},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
