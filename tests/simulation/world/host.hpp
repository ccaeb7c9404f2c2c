#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "tests/simulation/world/apache.hpp"
#include "tests/simulation/world/file_system.hpp"

namespace kigen::simulation {

struct SimHostOptions {
  orchestrator::HostKey key = {"ssh-ed25519", "SHA256:QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI"};
  std::string user = "deploy";  ///< logs in, uid 1000
  Secret password = Secret("login-password");
  std::string execution_user = "root";
  Secret execution_password = Secret("root-password");
  std::vector<VirtualHost> apache = {};  ///< whose folders are made; the files are not
};

/// A Linux host with sshd and Apache, without network and time: every call happens at once and completely. It
/// keeps its state whatever becomes of the answer. One thread.
class SimHost {
 public:
  explicit SimHost(SimHostOptions options);

  // What SSH reaches.
  const orchestrator::HostKey& host_key() const { return options_.key; }
  bool lets_in(const std::string& user, const Secret& password) const;
  /// Whether su or sudo to the execution id succeeds.
  bool elevates(const std::string& user, const Secret& password) const;
  /// A script of workers/install, as the login user or the execution id; does what /bin/sh
  /// does with it (sim_host_contract_test.cpp). One that it does not know ends the process, saying so:
  /// the simulation would be about another product. Exit code 137 = killed on the way.
  orchestrator::CommandOutput run(const std::vector<std::string>& arguments, bool elevated,
                                  std::string_view input = {});

  // What TLS reaches. None when nothing listens.
  std::optional<orchestrator::Served> served(const orchestrator::Endpoint& at,
                                             std::string_view server_name) const {
    return apache_.served(at, server_name);
  }

  // What its administrator and fate do.
  FileSystem& files() { return files_; }
  SimApache& apache() { return apache_; }
  void change_host_key(orchestrator::HostKey key) { options_.key = std::move(key); }
  /// `met` is called, once, when somebody has connected and is about to log in. Null: nobody waits for that.
  void meet_visitor(std::function<void()> met) { met_ = std::move(met); }
  void let_visitor_come() {
    if (const auto met = std::exchange(met_, nullptr)) met();
  }
  void change_password(Secret password) { options_.password = std::move(password); }
  /// While off, su and sudo refuse everybody.
  void allow_elevation(bool on) { elevation_allowed_ = on; }
  /// Puts certificate and key of a site in place, as root, and makes Apache run with them if it does not.
  void set_up(const VirtualHost& site, std::string_view certificates_pem, std::string_view key_pem,
              std::string_view chain_pem = {});

 private:
  std::string home() const;
  void make_site_folders(const VirtualHost& site);

  SimHostOptions options_;
  FileSystem files_;
  SimApache apache_;
  bool elevation_allowed_ = true;
  std::function<void()> met_ = {};
};

}  // namespace kigen::simulation
