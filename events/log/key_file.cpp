#include "events/log/key_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "events/core/exposure.hpp"
#include "events/log/event_log.hpp"
#include "events/log/files.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t max_key_file_bytes = 1024;

}  // namespace

Result<std::string> read_key_file(const std::filesystem::path& path) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail(system_error("open the key file", path));
  struct stat status{};
  if (::fstat(file.get(), &status) != 0) return fail(system_error("look at the key file", path));
  if (const auto fit = check_exposure(status, path, Privacy::secret); !fit)
    return fail(log_errc::bad_key_file, fit.error().detail);
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
