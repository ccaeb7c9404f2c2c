#include "orchestrator/bound_secrets.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(secret_errc code) {
  static const TableCategory table(
      "secret", {
                    {int(secret_errc::needed), "secret_needed",
                     "the stored value was given for another place; give it again, or forget it", 6},
                    {int(secret_errc::going), "secret_going",
                     "a secret of this change is being erased, as nothing used it; give it again", 6,
                     Failure::permanent, Answer::conflict},
                    {int(secret_errc::replaced), "secret_replaced",
                     "another secret was stored meanwhile; read the settings again", 6, Failure::permanent,
                     Answer::conflict},
                });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
