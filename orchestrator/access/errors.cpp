#include "orchestrator/access/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(access_errc code) {
  static const TableCategory table(
      "access",
      {
          {int(access_errc::no_login), "no_login", "give a login password or an SSH private key", 1813},
          {int(access_errc::no_execution_login), "no_execution_login",
           "su needs an execution id and its password, sudo an execution id", 1813},
          {int(access_errc::no_identity), "no_identity",
           "give the algorithm and the fingerprint of the host key", 6},
          {int(access_errc::identity_changed), "identity_changed",
           "another host key is pinned; an admin must confirm the new one", 1811, Failure::permanent,
           Answer::conflict},
          {int(access_errc::moved_meanwhile), "moved_meanwhile",
           "the access leads to another host by now; look at that one's key", 6, Failure::permanent,
           Answer::conflict},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
