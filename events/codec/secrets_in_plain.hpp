#pragma once

#include <boost/pfr/core.hpp>

#include "events/codec/pack.hpp"
#include "events/codec/secrets_in.hpp"

namespace kigen::events {

/// Structs as they are, member after member, as events/codec/pack_plain.hpp packs them.
template <Plain T>
struct SecretsIn<T> {
  static void visit(const T& value, auto& use) {
    boost::pfr::for_each_field(value, [&](const auto& member) { for_each_secret(member, use); });
  }
};

}  // namespace kigen::events
