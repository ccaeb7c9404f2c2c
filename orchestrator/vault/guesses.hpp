#pragma once

#include <string>
#include <string_view>

namespace kigen::orchestrator::vault {

/// The binary logarithm of how many guesses find `password`, for who tries first what people choose: the
/// worst passwords, one behind the other, with capitals, digits and signs for letters, years, runs (abcd,
/// 4321, qwer) and repetitions; letter by letter only where that leads nowhere. After D. Wheeler, "zxcvbn:
/// Low-Budget Password Strength Estimation", USENIX Security 2016.
double guess_bits(std::string_view password);

/// `text` in small ASCII letters, with the signs and digits that stand for letters in their place: "P4$$w0rd"
/// is "password".
std::string in_plain_letters(std::string_view text);

}  // namespace kigen::orchestrator::vault
