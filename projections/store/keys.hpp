#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::projections {

// Parts of keys whose bytes sort as their values do.

/// Eight bytes, highest first.
std::string key_of(std::uint64_t value);
std::string key_of(Instant value);
template <class Tag>
std::string key_of(const Id<Tag>& id) {
  return {reinterpret_cast<const char*>(id.value.bytes.data()), id.value.bytes.size()};
}
/// The text without NUL bytes, ended by one: no text is then the beginning of another.
std::string key_of(std::string_view text);
/// The number in the first eight bytes of `bytes`, which must have them.
std::uint64_t number_in(std::string_view bytes);
/// The id in 16 bytes.
template <class SomeId>
SomeId id_in(std::string_view bytes) {
  SomeId id;
  bytes.copy(reinterpret_cast<char*>(id.value.bytes.data()), id.value.bytes.size());
  return id;
}

/// ASCII letters in lower case, all else as it is.
std::string lower(std::string_view text);

/// A key as the `next` of a page, and back; none when the text is not one.
std::string to_cursor(std::string_view key);
std::optional<std::string> from_cursor(std::string_view cursor);

}  // namespace kigen::projections
