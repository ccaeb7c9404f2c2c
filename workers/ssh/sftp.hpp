#pragma once

#include <libssh2_sftp.h>

#include <cstddef>
#include <string>

#include "workers/ssh/connection.hpp"

namespace kigen::workers::ssh {

/// Files on the host by SFTP version 3 (draft-ietf-secsh-filexfer-02), as the login user. The subsystem is
/// started with the first file and stays for the connection's life.
class Sftp {
 public:
  explicit Sftp(Connection& connection) : connection_(connection) {}

  /// Creates `path`, which must not be there, with exactly `mode`; synced to disk where the host can
  /// (fsync@openssh.com). Fails with transfer_failed.
  Task<Result<>> create(std::string path, std::string bytes, unsigned mode);
  /// False when the host cannot: SFTP's own rename never replaces a file.
  Task<Result<bool>> rename(std::string from, std::string to);
  /// Removing what is not there succeeds.
  Task<Result<>> remove(std::string path);
  /// Fails with not_found, output_too_large or transfer_failed.
  Task<Result<std::string>> read(std::string path, std::size_t max_bytes);

 private:
  Task<Result<>> start();
  Task<Result<LIBSSH2_SFTP_HANDLE*>> open(std::string path, unsigned long flags, long mode);
  Task<Result<>> write_all(LIBSSH2_SFTP_HANDLE* file, std::string bytes);
  Task<Result<>> set_mode(LIBSSH2_SFTP_HANDLE* file, unsigned mode);
  Task<Result<>> sync(LIBSSH2_SFTP_HANDLE* file);
  Task<Result<>> close(LIBSSH2_SFTP_HANDLE* file);
  Error failure(const std::string& what) const;

  Connection& connection_;
  LIBSSH2_SFTP* sftp_ = nullptr;  // freed with the session
};

}  // namespace kigen::workers::ssh
