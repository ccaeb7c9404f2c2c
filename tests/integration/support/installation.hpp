#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tests/integration/support/child_process.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::tests {

/// What a run of the executable came to.
struct Ended {
  int exit_code = 0;
  std::string output = {};  ///< standard output and standard error
};

/// An installation in a folder of its own, made, served and used by the executable as people use it.
class Installation {
 public:
  Installation();

  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path data() const { return folder() / "data"; }
  std::filesystem::path config() const { return folder() / "kigen.toml"; }
  const std::string& bootstrap_token() const { return bootstrap_token_; }
  /// Where it is served; empty while it is not.
  const std::string& url() const { return url_; }

  /// Runs `kigen ARGUMENTS` to its end. The environment names the server and its certificate.
  Ended run(const std::vector<std::string>& arguments);
  /// The same for a script of bash, which ends at its first error, in this folder. `$KIGEN` is the
  /// executable.
  Ended run_script(const std::string& script);
  /// Runs a subcommand of the server side with this installation's --config.
  Ended run_here(std::vector<std::string> arguments);
  /// Makes a program one that CA accounts may name for dns-01, by its file's name. Before it serves.
  void put_hook(const std::filesystem::path& program);
  /// Starts the server and waits until it serves; what it said otherwise.
  Ended serve();
  /// Claims the first admin: an API token of theirs, which run() uses from now on.
  const std::string& claim();
  /// SIGTERM, and waits.
  int stop();
  void kill();
  /// All that the server has said.
  std::string said() const;

 private:
  std::vector<std::string> environment() const;
  Ended run_program(std::vector<std::string> words);

  TempFolder folder_;
  std::string bootstrap_token_ = {};
  std::string url_ = {};
  std::string token_ = {};
  std::unique_ptr<ChildProcess> server_;
};

}  // namespace kigen::tests
