#include "orchestrator/ports/ssh.hpp"

#include <algorithm>
#include <array>

namespace kigen::orchestrator {

std::error_code make_error_code(ssh_errc code) {
  using enum ssh_errc;
  static const TableCategory table(
      "ssh",
      {{int(connect_failed), "ssh_connect_failed", "no SSH connection", 1810, Failure::transient},
       {int(timed_out), "ssh_timed_out", "the host did not answer in time", 1810, Failure::unknown},
       {int(host_key_changed), "ssh_host_key_changed", "the host shows another identity than the pinned one",
        3722, Failure::permanent, Answer::conflict},
       {int(host_key_unknown), "ssh_host_key_unknown", "the host's identity is not confirmed yet", 1811,
        Failure::permanent, Answer::conflict},
       {int(login_failed), "ssh_login_failed", "the login was refused", 1811},
       {int(session_refused), "ssh_session_refused", "the host let us in and ran no command", 1811,
        Failure::transient},
       {int(unsupported_key), "ssh_unsupported_key", "a key of a kind that is not supported", 1811},
       {int(command_failed), "ssh_command_failed", "a command failed", 1812},
       {int(execution_id_failed), "ssh_execution_id_failed", "the execution id was refused", 1811},
       {int(connection_lost), "ssh_connection_lost", "the SSH connection was lost", 1810, Failure::unknown},
       {int(output_too_large), "ssh_output_too_large", "a command wrote more than is read", 1812},
       {int(outdated_algorithms), "ssh_outdated_algorithms",
        "the host knows outdated SSH algorithms only; update it, or allow them in its access", 1811,
        Failure::permanent, Answer::conflict}});
  return {int(code), table};
}

bool began_nothing(const Error& error) {
  using enum ssh_errc;
  static constexpr std::array refusals{connect_failed,      host_key_changed,   host_key_unknown,
                                       login_failed,        session_refused,    unsupported_key,
                                       execution_id_failed, outdated_algorithms};
  return std::ranges::any_of(refusals, [&](ssh_errc refusal) { return error.code == refusal; });
}

}  // namespace kigen::orchestrator
