#pragma once

#include <boost/pfr/core.hpp>

#include "events/codec/pack.hpp"

namespace kigen::events {

// Structs as they are, member after member: nothing to declare, nothing to forget.

template <Plain T>
void pack(std::string& out, const T& value) {
  boost::pfr::for_each_field(value, [&](const auto& member) { pack(out, member); });
}

template <Plain T>
void Unpacker::read(T& into) {
  boost::pfr::for_each_field(into, [&](auto& member) { read(member); });
}

}  // namespace kigen::events
