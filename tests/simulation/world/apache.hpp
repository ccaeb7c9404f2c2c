#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/tls_probe.hpp"
#include "tests/simulation/world/file_system.hpp"

namespace kigen::simulation {

/// A <VirtualHost> with its files.
struct VirtualHost {
  orchestrator::Endpoint listen = {};
  std::string server_name = {};
  std::string certificate_file = {};
  std::string key_file = {};
  std::string chain_file = {};  ///< SSLCertificateChainFile; empty = the chain follows the leaf
};

/// Apache httpd 2.4 as Debian ships it. It reads its files at the start and at a graceful restart, and at no
/// other time. Measured on the real one: the configuration test looks for missing and empty files only, so
/// "Syntax OK" stands for a key of another certificate and for garbage; a graceful restart with such files
/// returns 0 and ends Apache; once the files are good it can be started again.
class SimApache {
 public:
  SimApache(const FileSystem& files, std::vector<VirtualHost> configuration)
      : files_(files), configuration_(std::move(configuration)) {}

  // What the control program does.
  /// What is wrong with configuration or files as far as Apache's own test sees it; empty = "Syntax OK".
  std::string test() const;
  /// False when it ends at once; true when it runs already.
  bool start();
  /// The exit code is that of the control program: true does not say that Apache lives.
  bool graceful();
  bool alive() const { return alive_; }
  /// The last lines of its error log.
  const std::string& last_words() const { return last_words_; }

  // What a client sees.
  /// By name, else the first of that address; none when nothing listens there.
  std::optional<orchestrator::Served> served(const orchestrator::Endpoint& at,
                                             std::string_view server_name) const;

  // What its administrator and fate do.
  /// Takes effect at the next start or restart.
  void configure(std::vector<VirtualHost> configuration) { configuration_ = std::move(configuration); }
  const std::vector<VirtualHost>& configuration() const { return configuration_; }
  /// A typing error, which the test finds: starts and restarts are refused, a running Apache goes on.
  void set_syntax_error(bool on) { syntax_error_ = on; }
  /// The next `times` readings of the configuration fail where the test does not look (a port that is taken,
  /// a module that breaks): a start does nothing, a graceful restart ends Apache.
  void fail_next_readings(int times) { failing_readings_ = times; }
  /// The next `times` graceful restarts say that they worked, and the old certificates go on being served.
  void ignore_next_restarts(int times) { ignored_restarts_ = times; }
  void kill() { end("killed"); }

 private:
  struct Serving {
    orchestrator::Endpoint listen;
    std::string server_name;
    orchestrator::Served certificates;
  };
  bool read_all();
  std::optional<orchestrator::Served> load(const VirtualHost& host) const;
  void end(std::string words);

  const FileSystem& files_;
  std::vector<VirtualHost> configuration_;
  std::vector<Serving> serving_;
  std::string last_words_;
  int failing_readings_ = 0;
  int ignored_restarts_ = 0;
  bool syntax_error_ = false;
  bool alive_ = false;
};

}  // namespace kigen::simulation
