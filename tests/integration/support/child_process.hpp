#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kigen::tests {

/// A server that a test runs: started in the constructor, its output in a file, killed and waited for in the
/// destructor.
class ChildProcess {
 public:
  /// `environment` is added to the test's own, as NAME=VALUE. Throws when the program cannot be started.
  ChildProcess(std::vector<std::string> arguments, const std::vector<std::string>& environment,
               const std::filesystem::path& output);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  ~ChildProcess();

  void send(int signal) const;
  bool has_ended();
  /// Waits for it; its exit code, 128 when a signal ended it.
  int wait();

 private:
  pid_t pid_ = 0;
  std::optional<int> status_ = {};  // once it was waited for
};

}  // namespace kigen::tests
