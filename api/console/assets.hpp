#pragma once

#include <string_view>

namespace kigen::api::console {

/// One file of the console, embedded in the executable. Lives as long as the process; read from any thread.
struct Asset {
  std::string_view path = {};  ///< of the request, e.g. "/" or "/console/3f2a9c…/main.js"
  std::string_view mime = {};  ///< value of Content-Type
  std::string_view etag = {};  ///< strong entity tag with its quotes (RFC 9110 §8.8.3)
  std::string_view bytes = {};
  bool immutable = false;  ///< the path names the content: Cache-Control may be `max-age=31536000, immutable`
};

/// The file at `path` (no query, no decoding), or null. The page itself is "/"; everything it loads lies
/// under one folder named by the hash of all files, so a browser never mixes two versions of the console.
const Asset* find_asset(std::string_view path);

/// The page of licences, a text.
const Asset& licences();

/// Value of Content-Security-Policy for every asset: only our own files, nothing inline, no frames around us.
/// `data:` is for the icons inside Pico's style sheet.
inline constexpr std::string_view content_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

}  // namespace kigen::api::console
