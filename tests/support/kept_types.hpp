#pragma once

#include <gtest/gtest.h>

#include <string>

#include "events/aggregates.hpp"

namespace kigen::tests {

template <class List>
struct AsTestTypes;
template <class... Settings>
struct AsTestTypes<events::KeptList<Settings...>> {
  using type = testing::Types<Settings...>;
};
/// For suites that are run for everything that is only settings, or little more.
using KeptTypes = AsTestTypes<events::KeptThings>::type;

/// Names the cases of such suites: "organization".
struct KeptNames {
  template <class S>
  static std::string GetName(int) {
    return std::string(events::kept_word<S>);
  }
};

}  // namespace kigen::tests
