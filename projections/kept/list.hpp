#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "projections/page.hpp"

namespace kigen::projections {

/// What of a list of kept things is wanted, and in which order.
struct KeptFilter {
  std::string search = {};    ///< in a listed text
  std::string sort = "name";  ///< the path of a listed field
  bool descending = false;
};

/// One that fits, by its place in the order: no other has the same.
struct Place {
  std::string key = {};
  const void* row = nullptr;
};
/// The rows of one page, in order, and where the next begins.
struct PlacedPage {
  std::vector<const void*> rows = {};
  std::optional<std::string> next = {};
};
Result<PlacedPage> page_of(std::vector<Place> places, bool descending, const Paging& paging);

}  // namespace kigen::projections
