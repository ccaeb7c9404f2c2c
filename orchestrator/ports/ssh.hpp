#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "events/access_events.hpp"
#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"
#include "events/core/task.hpp"
#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator {

enum class ssh_errc {
  connect_failed = 1,
  timed_out,
  host_key_changed,  ///< pinned key differs: nothing was sent after the key exchange
  host_key_unknown,  ///< nothing pinned and the policy wants confirmation
  login_failed,
  session_refused,      ///< logged in, but no command was begun: a shell that lets nobody in, no channel
  unsupported_key,      ///< the host or the private key needs an algorithm libssh2 1.10 lacks (rsa-sha2)
  command_failed,       ///< non-zero exit
  execution_id_failed,  ///< su or sudo refused; the command was not begun
  connection_lost,      ///< what was running may have happened
  output_too_large,
  outdated_algorithms,  ///< the host knows none that the access allows
};
std::error_code make_error_code(ssh_errc code);

/// A host's identity, as `ssh-keygen -l` shows it.
struct HostKey {
  std::string algorithm = {};    ///< "ssh-ed25519", …
  std::string fingerprint = {};  ///< "SHA256:" + unpadded base64
  friend bool operator==(const HostKey&, const HostKey&) = default;
};

/// Whether an error says for certain that no command was begun on the host. Others may have done anything.
bool began_nothing(const Error& error);

/// How commands reach the rights they need (R23).
enum class RunAs : std::uint8_t { login, su, sudo };

struct SshTarget {
  Endpoint endpoint = {};
  std::string user = {};
  Secret password = {};     ///< empty = not offered
  Secret private_key = {};  ///< OpenSSH or PEM; empty = not offered
  std::optional<HostKey> pinned = {};
  bool trust_on_first_use = false;
  events::SshAlgorithms algorithms = events::SshAlgorithms::modern;
  RunAs run_as = RunAs::login;
  std::string execution_user = "root";
  Secret execution_password = {};  ///< goes to the prompt, never onto a command line
};

struct CommandOutput {
  int exit_code = 0;
  std::string out = {};  ///< at most 64 KiB
  std::string err = {};
};

/// One connection to a host whose identity was accepted. Closed when destroyed. One call at a time.
class SshSession {
 public:
  virtual ~SshSession() = default;
  virtual const HostKey& host_key() const = 0;
  /// Comes before all that follow.
  virtual Task<Result<>> log_in(Instant deadline) = 0;
  /// Runs one program; every argument is quoted by the session, so that no byte of it is syntax. Runs as the
  /// target's execution id when `elevated`, with nothing of the login user's environment. `input` goes to the
  /// program's standard input once it runs: short lines of printable ASCII, the last of which says that it is
  /// (a terminal may lie between, which has no end). A non-zero exit is a value, not an error.
  virtual Task<Result<CommandOutput>> run(std::vector<std::string> arguments, bool elevated, Secret input,
                                          Instant deadline) = 0;
};

/// Ways to hosts.
class Ssh {
 public:
  virtual ~Ssh() = default;
  /// Connects and checks the host key; nothing secret is sent yet.
  virtual Task<Result<std::unique_ptr<SshSession>>> connect(SshTarget target, Instant deadline) = 0;
  /// Connects and reads the host key only; no login is tried.
  virtual Task<Result<HostKey>> scan(Endpoint endpoint, events::SshAlgorithms algorithms,
                                     Instant deadline) = 0;
};

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::ssh_errc> : std::true_type {};
