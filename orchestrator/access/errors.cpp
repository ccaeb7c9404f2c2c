#include "orchestrator/access/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(access_errc code) {
  static const TableCategory table(
      "access",
      {
          {int(access_errc::unknown_access), "unknown_access",
           "there is no such access; choose one of the list", 1813, Failure::permanent, Answer::not_found},
          {int(access_errc::name_taken), "access_name_taken",
           "another access has this name; choose another one", 6, Failure::permanent, Answer::conflict},
          {int(access_errc::used), "access_used",
           "nodes log in with this access; give them another one first", 6, Failure::permanent,
           Answer::conflict},
          {int(access_errc::no_login), "no_login", "give a login password or an SSH private key", 1813},
          {int(access_errc::no_execution_login), "no_execution_login",
           "su needs an execution id and its password, sudo an execution id", 1813},
          {int(access_errc::malformed_login), "malformed_login",
           "a login id is 1 to 64 letters, digits or . _ - @ $ + \\ and does not begin with -", 6},
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
