#pragma once

#include <sys/types.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "events/core/error.hpp"

namespace kigen::events {

/// An open file, closed at the end.
class FileDescriptor {
 public:
  explicit FileDescriptor(int fd = -1) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~FileDescriptor();
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

/// The error that errno tells, with `what` and the path.
Error system_error(std::string_view what, const std::filesystem::path& path);

/// The whole of a file of at most `limit` bytes.
Result<std::string> read_all(const FileDescriptor& file, const std::filesystem::path& path,
                             std::size_t limit);
Result<> write_all(const FileDescriptor& file, const std::filesystem::path& path, std::string_view bytes);
Result<> sync(const FileDescriptor& file, const std::filesystem::path& path);
/// Makes the names in a folder durable.
Result<> sync_folder(const std::filesystem::path& folder);

/// Makes the folder where there is none, so that a crash cannot take it back; its owner alone may enter
/// (0700).
Result<> make_private_folder(const std::filesystem::path& folder);

/// What replace_file leaves behind when it is interrupted ends in this.
inline constexpr std::string_view unfinished_suffix = ".new";

/// Puts `bytes` in place of the file so that after any crash either the old or the new content is there,
/// whole. When it fails nothing is left beside the file; which of the two contents is in it is known only if
/// it was not the last step, the sync of the folder, that failed.
Result<> replace_file(const std::filesystem::path& path, std::string_view bytes, mode_t mode);

}  // namespace kigen::events
