#include "orchestrator/vault/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "orchestrator/ports/vault.hpp"

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> failed(const fs::path& path) {
  return fail(vault_errc::write_failed, path.string() + ": " + std::strerror(errno));
}

class File {
 public:
  File(const fs::path& path, int flags) : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool is_open() const { return descriptor_ >= 0; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const auto written = ::write(descriptor_, bytes.data(), bytes.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  bool sync() const { return ::fsync(descriptor_) == 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

Result<> sync_folder(const fs::path& folder) {
  const File opened(folder, O_RDONLY | O_DIRECTORY);
  if (!opened.is_open() || !opened.sync()) return failed(folder);
  return {};
}

Result<> replace_file(const fs::path& path, std::string_view bytes) {
  const fs::path beside = path.string() + std::string(unfinished_suffix);
  {
    const File file(beside, O_WRONLY | O_CREAT | O_TRUNC);
    if (!file.is_open() || !file.write(bytes) || !file.sync()) {
      const auto error = failed(beside);
      ::unlink(beside.c_str());
      return error;
    }
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) return failed(path);
  return sync_folder(path.parent_path());
}

Result<std::string> read_file(const fs::path& path, std::size_t max_bytes) {
  const File file(path, O_RDONLY);
  if (!file.is_open()) {
    if (errno == ENOENT) return fail(vault_errc::not_found, path.filename().string());
    return failed(path);
  }
  std::string bytes(max_bytes + 1, '\0');
  std::size_t size = 0;
  for (;;) {
    const auto got = ::read(file.descriptor(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(path);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > max_bytes) return fail(vault_errc::damaged, path.string() + " is too large");
  bytes.resize(size);
  return bytes;
}

}  // namespace kigen::orchestrator::vault
