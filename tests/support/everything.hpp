#pragma once

#include "projections/audit/reader.hpp"

namespace kigen::tests {

// For whom tests ask that are not about who may see what.
inline const auto everything = events::Scope::everything();
inline const auto sees_everything = projections::Reader::everything();

}  // namespace kigen::tests
