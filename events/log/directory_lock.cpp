#include "events/log/directory_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "events/log/event_log.hpp"

namespace kigen::events {

Result<DirectoryLock> DirectoryLock::take(const std::filesystem::path& folder) {
  const auto path = folder / "lock";
  FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file) return fail(system_error("open", path));
  if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return fail(system_error("lock", path));
    const auto holder = read_all(file, path, 32);
    return fail(log_errc::in_use, folder.string() + " (process " + holder.value_or("unknown") + ")");
  }
  // Only for the message above: on a full disk the lock holds without it.
  if (::ftruncate(file.get(), 0) == 0) (void)write_all(file, path, std::to_string(::getpid()));
  return DirectoryLock(std::move(file));
}

}  // namespace kigen::events
