#include "orchestrator/vault/durable_file.hpp"

#include <fcntl.h>

#include "events/log/files.hpp"
#include "orchestrator/ports/vault.hpp"

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

std::unexpected<Error> told_as(vault_errc code, const Error& error) { return fail(code, describe(error)); }

Result<> written(const Result<>& outcome) {
  if (!outcome) return told_as(vault_errc::write_failed, outcome.error());
  return {};
}

}  // namespace

Result<> replace_file(const fs::path& path, std::string_view bytes) {
  return written(events::replace_file(path, bytes, 0600));
}

Result<> rename_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  if (error) return told_as(vault_errc::write_failed, {error, "rename " + from.string()});
  return written(events::sync_folder(to.parent_path()));
}

Result<> remove_file(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) return told_as(vault_errc::write_failed, {error, "remove " + path.string()});
  return written(events::sync_folder(path.parent_path()));
}

Result<std::string> read_file(const fs::path& path, std::size_t max_bytes) {
  const events::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file && errno == ENOENT) return fail(vault_errc::not_found, path.filename().string());
  if (!file) return told_as(vault_errc::read_failed, events::system_error("open", path));
  auto bytes = events::read_all(file, path, max_bytes);
  if (bytes) return bytes;
  const bool is_too_long = bytes.error().code == std::errc::file_too_large;
  return told_as(is_too_long ? vault_errc::damaged : vault_errc::read_failed, bytes.error());
}

Result<> make_folder(const fs::path& folder) { return written(events::make_private_folder(folder)); }

}  // namespace kigen::orchestrator::vault
