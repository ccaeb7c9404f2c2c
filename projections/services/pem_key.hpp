#pragma once

#include <cstdint>
#include <string>

#include "projections/store/keys.hpp"

namespace kigen::projections {

/// Key of a slot's certificate texts.
inline std::string pem_key(ServiceId id, std::uint8_t slot) { return key_of(id) + static_cast<char>(slot); }

}  // namespace kigen::projections
