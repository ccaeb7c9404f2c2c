#pragma once

#include <string>
#include <string_view>

namespace kigen::fuzz {

/// The bytes as PEM, a block for each DER SEQUENCE (X.690) of a two-byte length: libFuzzer can then change
/// the bytes themselves, and not their base64.
std::string as_pem(std::string_view der, std::string_view label);

}  // namespace kigen::fuzz
