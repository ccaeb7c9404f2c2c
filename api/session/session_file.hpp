#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/session/devices.hpp"
#include "api/session/sessions.hpp"
#include "events/core/mutex.hpp"

namespace kigen::api {

/// What is kept of the browsers: those in which somebody is logged in, and those in which somebody was.
struct KeptBrowsers {
  std::vector<KeptSession> sessions = {};
  std::vector<KeptDevice> devices = {};
  friend bool operator==(const KeptBrowsers&, const KeptBrowsers&) = default;
};

/// The file's bytes: docs/formats/sessions.md.
std::string encode_sessions(KeptBrowsers kept);
/// Exact: anything else is sessions_damaged, with the reason. Also reads format 1, which knew no devices.
Result<KeptBrowsers> decode_sessions(std::string_view bytes);

/// The file that browser sessions are kept in. Thread-safe; everything blocks.
class SessionFile {
 public:
  explicit SessionFile(std::filesystem::path path) : path_(std::move(path)) {}

  /// None when there is no file.
  Result<KeptBrowsers> read() const;
  /// Durable when it returns. Of two writes the one with the higher revision counts for both, in whatever
  /// order they come. When it fails the file is removed if that can be done: an old one would bring back what
  /// was ended.
  Result<> write(const KeptBrowsers& kept, std::uint64_t revision);

 private:
  std::filesystem::path path_;
  Mutex mutex_;
  std::uint64_t newest_ GUARDED_BY(mutex_) = 0;  ///< the highest revision that was tried
  Result<> outcome_ GUARDED_BY(mutex_);          ///< and how it went
};

}  // namespace kigen::api
