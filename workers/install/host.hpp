#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "workers/install/receive.hpp"

namespace kigen::workers::install {

/// Whose rights a script runs with.
enum class Rights : bool { login, execution };

/// Whether a script may change something on the host.
enum class Effect : bool { looks, changes };

/// The host of a plan that is reached over SSH.
inline const orchestrator::SshTarget& target_of(const orchestrator::InstallPlan& plan) {
  return std::get<orchestrator::SshTarget>(plan.target);
}

/// The host of a plan, over SSH: connects and logs in when first needed and again after the connection was
/// lost, so that an undo works after a failure that took the session with it. A secret that was refused is
/// not tried again: accounts are locked after a few wrong ones.
class Host {
 public:
  Host(orchestrator::Ssh& ssh, orchestrator::Clock& clock, const orchestrator::InstallPlan& plan);

  /// The plan is told of an identity that was trusted on first use, or refused.
  Task<Result<orchestrator::HostKey>> connect();
  /// Connects before, if need be.
  Task<Result<>> log_in();
  /// Runs a shell script, as text of ours; the arguments reach it as "$1", "$2" …, never as syntax. Returns
  /// what it wrote. `failure` names an exit code other than 0; its detail is what the script said last.
  Task<Result<std::string>> run_script(std::string script, std::vector<std::string> arguments, Rights rights,
                                       orchestrator::install_errc failure, Effect effect = Effect::changes);
  /// Puts files into a folder of the execution id's, over the standard input of a command that runs with its
  /// rights. Nobody else opens or sees them.
  Task<Result<>> send(const std::string& folder, const std::vector<SentFile>& files,
                      orchestrator::install_errc failure);
  void disconnect() { forget(); }
  /// Of all that may change something; also those whose fate is not known.
  std::uint64_t commands_begun() const { return commands_begun_; }

 private:
  struct Script {
    std::string text;
    std::vector<std::string> arguments;
    Secret input = {};
  };
  Task<Result<>> note_refused();
  Task<Result<std::string>> run(Script script, Rights rights, orchestrator::install_errc failure,
                                Effect effect);
  /// Logged in.
  Task<Result<orchestrator::SshSession*>> session();
  /// What a command's error says about the session, the secrets and the host.
  void learn_from(const Error& error);
  void forget() {
    session_.reset();
    logged_in_ = false;
  }
  Instant deadline() const { return clock_.now() + command_timeout_; }

  orchestrator::Ssh& ssh_;
  orchestrator::Clock& clock_;
  orchestrator::SshTarget target_;
  Duration connect_timeout_;
  Duration command_timeout_;
  std::function<Task<Result<>>(orchestrator::HostKey)> note_;
  std::function<Task<Result<>>(orchestrator::HostKey)> check_;
  std::unique_ptr<orchestrator::SshSession> session_;
  bool logged_in_ = false;
  std::optional<Error> login_refused_;
  std::optional<Error> execution_refused_;
  std::uint64_t commands_begun_ = 0;
};

}  // namespace kigen::workers::install
