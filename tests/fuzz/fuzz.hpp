#pragma once

#include <string_view>

namespace kigen::fuzz {

/// Each target defines it: feeds `input`, which may be any bytes, to one decoder, and stops the process with
/// `ensure` when what the decoder promises does not hold.
void try_input(std::string_view input);

}  // namespace kigen::fuzz
