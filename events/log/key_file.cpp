#include "events/log/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

#include "events/log/event_log.hpp"
#include "events/log/files.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t max_key_file_bytes = 1024;
constexpr mode_t access_of_others = 077;
constexpr mode_t access_beyond_reading_by_group = 037;

/// In the folder that systemd made for this service alone (systemd.exec(5), CREDENTIALS_DIRECTORY): nobody
/// else can enter it, and the group bits of its files are the mask of the ACL that lets the service's user
/// read.
bool is_credential(const std::filesystem::path& path) {
  const char* const folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') return false;
  std::error_code error;
  const auto file = std::filesystem::canonical(path, error);
  return !error && file.parent_path() == std::filesystem::weakly_canonical(folder, error) && !error;
}

bool is_private(const struct stat& status, const std::filesystem::path& path) {
  if ((status.st_mode & access_of_others) == 0) return true;
  return (status.st_mode & access_beyond_reading_by_group) == 0 &&
         (status.st_uid == 0 || status.st_uid == ::geteuid()) && is_credential(path);
}

}  // namespace

Result<std::string> read_key_file(const std::filesystem::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail(system_error("open the key file", path));
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return fail(system_error("look at the key file", path));
  if (!is_private(status, path))
    return fail(log_errc::bad_key_file, path.string() + " may be read by others; chmod 600 it");
  TRY(auto line, read_all(file, path, max_key_file_bytes));
  if (line.ends_with('\n')) line.pop_back();
  return line;
}

Result<> write_key_file(const std::filesystem::path& path, std::string_view line) {
  const FileDescriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!file) return fail(system_error("create the key file", path));
  TRY_DO(write_all(file, path, line));
  TRY_DO(sync(file, path));
  return sync_folder(path.has_parent_path() ? path.parent_path() : ".");
}

}  // namespace kigen::events
