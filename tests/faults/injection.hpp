#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kigen::tests {

/// A system call that fails the `nth` time that a thread makes it, or before which the process is killed.
struct Injection {
  std::string call = {};   ///< "fsync", "openat" …
  std::string error = {};  ///< "EIO", "ENOSPC" …; empty: killed
  unsigned nth = 1;
};

struct InjectedRun {
  int exit_code = 0;                     ///< 137: killed
  std::vector<std::string> said = {};    ///< lines of its standard output, which is a socket
  std::vector<std::string> faults = {};  ///< the calls that failed, as strace(1) shows them
};

/// Runs `program folder`, which says "ready", under strace from then on.
InjectedRun run_with(const Injection& injection, const std::string& program,
                     const std::filesystem::path& folder);

}  // namespace kigen::tests
