#pragma once

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

/// Puts `bytes` in place of the file so that after any crash either the old or the new content is there,
/// whole.
Result<> replace_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace kigen::events
