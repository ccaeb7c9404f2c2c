#include "workers/ssh/sftp.hpp"

#include <array>
#include <string_view>

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

unsigned path_length(const std::string& text) { return static_cast<unsigned>(text.size()); }

std::string_view status_words(unsigned long status) {
  switch (status) {
    case LIBSSH2_FX_NO_SUCH_FILE:
      return "no such file or folder";
    case LIBSSH2_FX_PERMISSION_DENIED:
      return "permission denied";
    case LIBSSH2_FX_NO_SPACE_ON_FILESYSTEM:
      return "no space left";
    case LIBSSH2_FX_QUOTA_EXCEEDED:
      return "quota exceeded";
    default:
      return "refused (a full disk looks like this too)";
  }
}

}  // namespace

Task<Result<>> Sftp::start() {
  if (sftp_ != nullptr) co_return Result<>{};
  auto* session = connection_.session();
  CO_TRY(sftp_, co_await connection_.until_ready([=] { return libssh2_sftp_init(session); }));
  if (sftp_ == nullptr)
    co_return fail(
        connection_.failure(ssh_errc::transfer_failed, "SFTP is not served (Subsystem sftp in sshd_config)"));
  co_return Result<>{};
}

Error Sftp::failure(const std::string& what) const {
  auto error = connection_.failure(ssh_errc::transfer_failed, what);
  if (libssh2_session_last_errno(connection_.session()) != LIBSSH2_ERROR_SFTP_PROTOCOL) return error;
  const auto status = libssh2_sftp_last_error(sftp_);
  if (status == LIBSSH2_FX_NO_SUCH_FILE) error.code = make_error_code(ssh_errc::not_found);
  error.detail = connection_.host() + ": " + what + ": " + std::string(status_words(status));
  return error;
}

Task<Result<LIBSSH2_SFTP_HANDLE*>> Sftp::open(std::string path, unsigned long flags, long mode) {
  CO_TRY_DO(co_await start());
  CO_TRY(auto* file, co_await connection_.until_ready([&] {
    return libssh2_sftp_open_ex(sftp_, path.data(), path_length(path), flags, mode, LIBSSH2_SFTP_OPENFILE);
  }));
  if (file == nullptr) co_return fail(failure(path));
  co_return file;
}

Task<Result<>> Sftp::create(std::string path, std::string bytes, unsigned mode) {
  constexpr auto flags = LIBSSH2_FXF_WRITE | LIBSSH2_FXF_CREAT | LIBSSH2_FXF_EXCL;
  constexpr long private_mode = 0600;
  auto opened = co_await open(path, flags, private_mode);
  if (!opened && opened.error().code == ssh_errc::not_found)
    opened.error().code = make_error_code(ssh_errc::transfer_failed);
  CO_TRY(auto* file, std::move(opened));
  auto written = co_await write_all(file, std::move(bytes));
  if (written) written = co_await set_mode(file, mode);
  if (written) written = co_await sync(file);
  const auto closed = co_await close(file);
  if (!written) co_return written;
  co_return closed;
}

Task<Result<>> Sftp::write_all(LIBSSH2_SFTP_HANDLE* file, std::string bytes) {
  for (std::string_view left = bytes; !left.empty();) {
    CO_TRY(const auto sent, co_await connection_.until_ready(
                                [&] { return libssh2_sftp_write(file, left.data(), left.size()); }));
    if (sent < 0) co_return fail(failure("writing a file"));
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  wipe(bytes);
  co_return Result<>{};
}

Task<Result<>> Sftp::set_mode(LIBSSH2_SFTP_HANDLE* file, unsigned mode) {
  LIBSSH2_SFTP_ATTRIBUTES attributes{};
  attributes.flags = LIBSSH2_SFTP_ATTR_PERMISSIONS;
  attributes.permissions = mode;
  CO_TRY(const int rc,
         co_await connection_.until_ready([&] { return libssh2_sftp_fstat_ex(file, &attributes, 1); }));
  if (rc < 0) co_return fail(failure("setting a file's mode"));
  co_return Result<>{};
}

Task<Result<>> Sftp::sync(LIBSSH2_SFTP_HANDLE* file) {
  CO_TRY(const int rc, co_await connection_.until_ready([=] { return libssh2_sftp_fsync(file); }));
  const bool unsupported =
      rc == LIBSSH2_ERROR_SFTP_PROTOCOL && libssh2_sftp_last_error(sftp_) == LIBSSH2_FX_OP_UNSUPPORTED;
  if (rc < 0 && !unsupported) co_return fail(failure("syncing a file"));
  co_return Result<>{};
}

Task<Result<>> Sftp::close(LIBSSH2_SFTP_HANDLE* file) {
  CO_TRY(const int rc, co_await connection_.until_ready([=] { return libssh2_sftp_close_handle(file); }));
  if (rc < 0) co_return fail(failure("closing a file"));
  co_return Result<>{};
}

Task<Result<bool>> Sftp::rename(std::string from, std::string to) {
  CO_TRY_DO(co_await start());
  CO_TRY(const int rc, co_await connection_.until_ready([&] {
    return libssh2_sftp_rename_ex(sftp_, from.data(), path_length(from), to.data(), path_length(to),
                                  LIBSSH2_SFTP_RENAME_ATOMIC);
  }));
  if (rc == 0) co_return true;
  if (rc == LIBSSH2_ERROR_SFTP_PROTOCOL) co_return false;
  co_return fail(failure(to));
}

Task<Result<>> Sftp::remove(std::string path) {
  CO_TRY_DO(co_await start());
  CO_TRY(const int rc, co_await connection_.until_ready(
                           [&] { return libssh2_sftp_unlink_ex(sftp_, path.data(), path_length(path)); }));
  if (rc == 0) co_return Result<>{};
  auto error = failure(path);
  if (error.code == ssh_errc::not_found) co_return Result<>{};
  co_return fail(std::move(error));
}

Task<Result<std::string>> Sftp::read(std::string path, std::size_t max_bytes) {
  CO_TRY(auto* file, co_await open(path, LIBSSH2_FXF_READ, 0));
  std::string bytes;
  std::array<char, 16384> buffer;
  for (;;) {
    CO_TRY(const auto got, co_await connection_.until_ready(
                               [&] { return libssh2_sftp_read(file, buffer.data(), buffer.size()); }));
    if (got < 0) co_return fail(failure(path));
    if (got == 0) break;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() <= max_bytes) continue;
    std::ignore = co_await close(file);
    co_return fail(ssh_errc::output_too_large, connection_.host() + ": " + path + " holds more than " +
                                                   std::to_string(max_bytes) + " bytes");
  }
  CO_TRY_DO(co_await close(file));
  co_return bytes;
}

}  // namespace kigen::workers::ssh
