#pragma once

#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::install {

/// Apache httpd 2.4 on a Linux host, over SSH (R22, R23, R27).
///
/// In the node's work folder, which is the execution id's alone:
///
///     <certificate file's name>-<hash of its path>/
///       generation-<serial>/{certificate,chain,key}   what was transferred; the newest two are kept
///       backup-<apply>/{certificate,chain,key}        what was there before; of the last two applies
///         replacing, restarting                       begun with the new files and not yet put back
///         replaced-{certificate,chain,key}            which files were: those alone are put back
///
/// These files are all that a new process needs to go on or to undo. What is installed goes over the standard
/// input of an elevated command (receive.hpp): the login user owns no file and no folder that it passes.
///
/// Another kind of server is another Installer beside this one: a `prepare` that checks the plan before
/// anything is sent, then returns {run, undo} pairs over Host with scripts of its own; mark `session`,
/// `live`, `backup` and `cleanup` steps, keep nothing in memory that the host cannot tell, and let the undo
/// of the step that replaces bring the server back. For servers that take files and reload (nginx, HAProxy)
/// the scripts up to `replace` are the same. Then a settings struct with its word, a line
/// in the daemon's map.
class ApacheInstaller final : public orchestrator::Installer {
 public:
  ApacheInstaller(orchestrator::Ssh& ssh, orchestrator::Clock& clock) : ssh_(ssh), clock_(clock) {}
  std::string_view kind() const override { return events::ApacheSettings::kind; }
  Result<orchestrator::Procedure> prepare(orchestrator::InstallPlan plan) override;
  Result<orchestrator::Procedure> clean_up(orchestrator::InstallPlan plan) override;

 private:
  orchestrator::Ssh& ssh_;
  orchestrator::Clock& clock_;
};

}  // namespace kigen::workers::install
