#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kigen {

// What people, hosts and CAs say is shown to other people: on pages, in mails, terminals and files. Some
// characters are there to be obeyed, not read: controls, the turning of the writing direction (Unicode TR 36
// §3), whatever takes no place. A name that holds one is refused; in words from elsewhere it is marked, so
// that it is seen. docs/formats/words.md has the list; docs/decisions/0024-words.md says why it is so.

/// Whether `words` are UTF-8 (RFC 3629) and nothing in them does not show.
bool is_readable(std::string_view words);

/// Whether `bytes` are UTF-8, whatever characters that makes.
bool is_utf8(std::string_view bytes);

/// Whether nothing in `words` leaves a trace on paper.
bool is_blank(std::string_view words);

/// Foreign words made fit for events and logs, on one line: each line break or tab becomes a space, each
/// other character that does not show its number, as <U+202E>, each byte that is not UTF-8 U+FFFD. A log
/// refuses any text that is not UTF-8, and the words of a host or a CA must never keep an event out of it.
std::string readable(std::string_view words);

/// The beginning of `words`, for names and values that are quoted back to whoever sent them: readable, and of
/// at most `max_bytes`.
std::string readable_begin(std::string_view words, std::size_t max_bytes);

/// The end of `words`, which tells most when a command failed: without the white space behind it, readable,
/// and of at most `max_bytes`.
std::string readable_end(std::string_view words, std::size_t max_bytes);

/// A text of several lines, each of them readable.
std::string readable_lines(std::string_view text);

/// A JSON text that means what it meant, what does not show written as \u202e.
std::string readable_json(std::string_view json);

}  // namespace kigen
