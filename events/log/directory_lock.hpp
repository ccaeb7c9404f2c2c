#pragma once

#include <filesystem>

#include "events/core/error.hpp"
#include "events/log/files.hpp"

namespace kigen::events {

/// Keeps a data directory to one process. The kernel frees it when the process ends, however it ends.
class DirectoryLock {
 public:
  /// Makes <folder>/lock if need be; in_use names the process that has it.
  static Result<DirectoryLock> take(const std::filesystem::path& folder);

 private:
  explicit DirectoryLock(FileDescriptor file) : file_(std::move(file)) {}
  FileDescriptor file_;
};

}  // namespace kigen::events
