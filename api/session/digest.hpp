#pragma once

#include <string>
#include <string_view>

#include "orchestrator/ports/random.hpp"

namespace kigen::api {

/// SHA-256 in lower-case hex.
std::string sha256_hex(std::string_view text);
/// RFC 4648 §5 without padding: fit for cookies, headers and URLs.
std::string to_base64url(std::string_view bytes);
/// 256 random bits as base64url: nobody guesses it.
std::string random_token(orchestrator::Random& random);
/// Whether two texts are equal, in a time that says nothing about where they differ.
bool equal_secret(std::string_view a, std::string_view b);

}  // namespace kigen::api
