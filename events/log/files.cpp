#include "events/log/files.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace kigen::events {
namespace {

Result<> write_and_move(const std::filesystem::path& fresh, const std::filesystem::path& path,
                        std::string_view bytes, mode_t mode) {
  ::unlink(fresh.c_str());  // what an interrupted write left, or somebody put there to be written through
  const FileDescriptor file(
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode));
  if (!file) return fail(system_error("create", fresh));
  TRY_DO(write_all(file, fresh, bytes));
  TRY_DO(sync(file, fresh));
  if (::rename(fresh.c_str(), path.c_str()) != 0) return fail(system_error("rename to", path));
  return {};
}

}  // namespace

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

Error system_error(std::string_view what, const std::filesystem::path& path) {
  return {std::error_code(errno, std::generic_category()), std::string(what) + " " + path.string()};
}

Result<std::string> read_all(const FileDescriptor& file, const std::filesystem::path& path,
                             std::size_t limit) {
  std::string bytes(limit + 1, '\0');
  std::size_t length = 0;
  while (length < bytes.size()) {
    const auto got = ::read(file.get(), bytes.data() + length, bytes.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(system_error("read", path));
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  if (length > limit) {
    errno = EFBIG;
    return fail(system_error("read", path));
  }
  bytes.resize(length);
  return bytes;
}

Result<> write_all(const FileDescriptor& file, const std::filesystem::path& path, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto put = ::write(file.get(), bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return fail(system_error("write", path));
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return {};
}

Result<> sync(const FileDescriptor& file, const std::filesystem::path& path) {
  if (::fsync(file.get()) != 0) return fail(system_error("sync", path));
  return {};
}

Result<> sync_folder(const std::filesystem::path& folder) {
  const FileDescriptor file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!file) return fail(system_error("open", folder));
  return sync(file, folder);
}

Result<> make_private_folder(const std::filesystem::path& folder) {
  std::error_code error;
  const bool is_new = std::filesystem::create_directories(folder, error);
  if (error) return fail(Error{error, "make " + folder.string()});
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return fail(Error{error, "protect " + folder.string()});
  if (!is_new) return {};
  return sync_folder(std::filesystem::absolute(folder).parent_path());
}

Result<> replace_file(const std::filesystem::path& path, std::string_view bytes, mode_t mode) {
  auto fresh = path;
  fresh += unfinished_suffix;
  if (const auto moved = write_and_move(fresh, path, bytes, mode); !moved) {
    ::unlink(fresh.c_str());
    return moved;
  }
  return sync_folder(path.parent_path());
}

}  // namespace kigen::events
