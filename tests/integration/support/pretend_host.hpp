#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "events/node_events.hpp"
#include "orchestrator/ports/ssh.hpp"

namespace kigen::tests {

/// A real sshd and a real Apache serving TLS on a loopback address of their own, with users deploy, ops,
/// opspw and root (tools/demo/pretend_host, which must run as root). Made in the constructor, which throws
/// when it cannot be; gone with the destructor, or with the test process.
class PretendHost {
 public:
  struct Options {
    std::string name = "www.example.test";
    bool separate_chain = false;
    std::string host_keys = "ed25519";
    std::vector<std::string> sshd = {};  ///< more lines for sshd_config
  };
  explicit PretendHost(const Options& options);
  PretendHost() : PretendHost(Options{}) {}
  PretendHost(const PretendHost&) = delete;
  PretendHost& operator=(const PretendHost&) = delete;
  ~PretendHost();

  const std::filesystem::path& folder() const { return folder_; }
  const orchestrator::Endpoint& ssh() const { return ssh_; }
  const orchestrator::Endpoint& tls() const { return tls_; }
  const Options& options() const { return options_; }

  /// Logs in with `user`'s password, trusting the host key on first use.
  orchestrator::SshTarget target(std::string_view user) const;
  /// As `target`, and reaches root's rights as that user can: deploy by su, ops and opspw by sudo, root as it
  /// is.
  orchestrator::SshTarget root_target(std::string_view user) const;
  /// Apache's files as a node's settings; the work folder is "work" in the host's folder.
  events::ApacheSettings apache_settings() const;

  /// A new certificate for the host's name and another key, from the intermediate that issued the first one.
  struct Issued {
    std::string leaf_pem = {};
    std::string chain_pem = {};
    std::string key_pem = {};
  };
  Issued issue() const;

  /// From now on a restart with a new key ends Apache, and the configuration test does not see it coming.
  void break_at_restart() const;
  /// Runs a shell command as root on the host, past SSH; returns its exit code.
  int shell(const std::string& command) const;
  /// Runs a shell command on this machine, beside the host; returns its exit code.
  static int machine_shell(const std::string& command);

 private:
  Options options_;
  std::filesystem::path folder_;
  orchestrator::Endpoint ssh_;
  orchestrator::Endpoint tls_;
  pid_t script_ = -1;
  int lifeline_ = -1;  ///< the script's standard input: the host lives while it is open
};

/// A port nobody listens on just now.
std::uint16_t free_port(const std::string& address);
/// An address of 127.0.0.0/8 that no other test process of the last minutes had.
std::string fresh_address();
std::string read_text(const std::filesystem::path& file);
void write_text(const std::filesystem::path& file, std::string_view text);

}  // namespace kigen::tests
