#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kigen {

/// Whether `words` are UTF-8 (RFC 3629) without control characters (C0, DEL, C1).
bool is_readable(std::string_view words);

/// Foreign words made fit for events and logs: what is not UTF-8 becomes U+FFFD, each control character a
/// space. A log refuses any text that is not UTF-8, and the words of a host or a CA must never keep an event
/// out of it.
std::string readable(std::string_view words);

/// The beginning of `words`, for names and values that are quoted back to whoever sent them: readable, and of
/// at most `max_bytes`.
std::string readable_begin(std::string_view words, std::size_t max_bytes);

/// The end of `words`, which tells most when a command failed: at most its last `max_bytes`, without the
/// white space behind it, made readable.
std::string readable_end(std::string_view words, std::size_t max_bytes);

}  // namespace kigen
