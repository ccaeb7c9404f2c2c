#pragma once

#include <span>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::orchestrator::vault {

inline constexpr std::size_t min_password_characters = 12;
inline constexpr std::size_t max_password_bytes = 1024;

enum class password_errc {
  too_short = 1,
  too_long,
  out_of_memory,
  guessable,     ///< who tries the worst ones first finds it soon
  tells_of_you,  ///< it holds what everybody knows of the person
};
std::error_code make_error_code(password_errc code);

/// At least 12 characters, at most 1,024 bytes.
Result<> validate_password(const Secret& password);
/// The same for one that a person logs in with, and besides (NIST SP 800-63B §5.1.1.2) it is none of those
/// that are tried first, and holds none of the words that `known` is made of (mail address, company) nor the
/// product's name, however they are written.
Result<> validate_persons_password(const Secret& password, std::span<const std::string> known);

/// Argon2id (RFC 9106) in libsodium's text form, 64 MiB and 2 passes: about 0.1 s. Blocks.
Result<Secret> hash_password(const Secret& password);
/// Blocks as long as hashing does.
bool is_password(const Secret& hash, const Secret& password);

/// 256 random bits in base64url without padding, after `prefix`.
Secret make_token(Random& random, std::string_view prefix);
/// Takes as long for a wrong text as for the right one.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace kigen::orchestrator::vault

template <>
struct std::is_error_code_enum<kigen::orchestrator::vault::password_errc> : std::true_type {};
