#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"
#include "events/core/task.hpp"
#include "events/node_events.hpp"
#include "orchestrator/ports/ssh.hpp"

namespace kigen::orchestrator {

/// How an install fails on any kind of node; what SSH itself reports stays an ssh_errc.
enum class install_errc {
  key_missing = 1,
  target_refused,  ///< what is at a path of the settings is not what can be replaced
  folder_failed,
  transfer_failed,
  backup_failed,
  replace_failed,
  permission_failed,
  configuration_refused,
  restart_failed,
  restore_failed,
  removal_failed,
  file_too_large,
};
std::error_code make_error_code(install_errc code);

/// How a node is reached, secrets opened from the vault: by the kind of its access.
using InstallTarget = std::variant<SshTarget>;

/// All that an installer needs to know, gathered before the first step; secrets opened from the vault.
struct InstallPlan {
  ApplyId apply = {};
  std::string service = {};  ///< names, for messages
  std::string node = {};
  events::OneOf<events::ApacheSettings> server = {};  ///< settings of its kind
  InstallTarget target = {};                          ///< how it is reached, by the kind of access
  std::uint8_t slot = 1;                              ///< generation being installed
  std::string serial = {};                            ///< hex, of its leaf
  std::string leaf_pem = {};
  std::string chain_pem = {};  ///< intermediates, concatenated
  Secret key_pem = {};
  Duration connect_timeout = std::chrono::seconds(20);
  Duration command_timeout = std::chrono::seconds(60);
  /// Called with an identity of the host that is not the pinned one: trusted on first use, or refused.
  std::function<Task<Result<>>(HostKey)> note_host_key = {};
  /// Called with the identity of the host before each login. Fails when a person has confirmed another one
  /// since `target` was gathered: nothing secret goes to that host any more.
  std::function<Task<Result<>>(HostKey)> check_host_key = {};
  /// Whose copies on the host stay whatever happens: what is installed there, and "previous good" (R27).
  std::vector<std::string> kept_serials = {};
};

/// What a step did, for the log.
struct StepReport {
  int message = 1850;  ///< message number
  std::string detail = {};
};

/// One move of an apply. `run` and `undo` are safe to repeat, also in another process: everything they need
/// is in the plan and on the host. `undo` is called when `run` started, whether it finished or not.
struct Step {
  std::string name = {};  ///< stable snake_case word, e.g. "replace_files"
  std::function<Task<Result<StepReport>>()> run = {};
  std::function<Task<Result<StepReport>>()> undo = {};  ///< empty = nothing to undo
  bool session = false;    ///< connects or logs in: run again after a restart even when it succeeded before
  bool read_only = false;  ///< runs in a `plan` too
  /// Changes what the server reads, or makes it read: until one of these was begun the node is as it was.
  bool live = false;
  /// Keeps what a live step's undo needs: nothing takes it away before that.
  bool backup = false;
  /// Runs once the node was seen to serve the new certificate; its failure is told but undoes nothing.
  bool cleanup = false;
};

/// What an installer does for one apply. The steps share a session that lives as long as they do.
struct Procedure {
  std::vector<Step> steps = {};  ///< in order
  /// How many commands of ours were begun on the node so far, or may have been. A step during which this
  /// stayed the same has changed nothing. Empty: nobody counts, each may have.
  std::function<std::uint64_t()> commands_begun = {};
};

/// One kind of place to install on (R22–R25, R31).
class Installer {
 public:
  virtual ~Installer() = default;
  virtual std::string_view kind() const = 0;  ///< the word of its settings
  /// Refuses a plan that is wanting, before anything is sent.
  virtual Result<Procedure> prepare(InstallPlan plan) = 0;
  /// The same steps for an apply that has ended, for their undos alone: the plan has no certificates and no
  /// key any more.
  virtual Result<Procedure> clean_up(InstallPlan plan) = 0;
};

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::install_errc> : std::true_type {};
