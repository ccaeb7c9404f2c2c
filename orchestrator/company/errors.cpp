#include "orchestrator/company/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(company_errc code) {
  static const TableCategory table(
      "company",
      {
          {int(company_errc::unknown_site), "unknown_site", "there is no such site; choose one of the list",
           6, Failure::permanent, Answer::not_found},
          {int(company_errc::site_name_taken), "site_name_taken",
           "another site has this name; choose another one", 6, Failure::permanent, Answer::conflict},
          {int(company_errc::site_used), "site_used", "nodes stand at this site; move or delete them first",
           6, Failure::permanent, Answer::conflict},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
