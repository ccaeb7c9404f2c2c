#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/session/sessions.hpp"
#include "events/core/mutex.hpp"

namespace kigen::api {

/// The file's bytes: docs/formats/sessions.md.
std::string encode_sessions(std::vector<KeptSession> sessions);
/// Exact: anything else is sessions_damaged, with the reason.
Result<std::vector<KeptSession>> decode_sessions(std::string_view bytes);

/// The file that browser sessions are kept in. Thread-safe; everything blocks.
class SessionFile {
 public:
  explicit SessionFile(std::filesystem::path path) : path_(std::move(path)) {}

  /// None when there is no file.
  Result<std::vector<KeptSession>> read() const;
  /// Durable when it returns. Of two writes the one with the higher revision counts for both, in whatever
  /// order they come. When it fails the file is removed if that can be done: an old one would bring back what
  /// was ended.
  Result<> write(const std::vector<KeptSession>& sessions, std::uint64_t revision);

 private:
  std::filesystem::path path_;
  Mutex mutex_;
  std::uint64_t newest_ GUARDED_BY(mutex_) = 0;  ///< the highest revision that was tried
  Result<> outcome_ GUARDED_BY(mutex_);          ///< and how it went
};

}  // namespace kigen::api
