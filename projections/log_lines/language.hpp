#pragma once

#include <array>
#include <cstdint>

#include "events/codec/fields.hpp"

namespace kigen::projections {

enum class Language : std::uint8_t { en, ja };

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::Language> {
  static constexpr std::array<std::string_view, 2> words{"en", "ja"};
};
