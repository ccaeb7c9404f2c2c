#pragma once

#include <algorithm>
#include <cstddef>
#include <ranges>
#include <vector>

#include "projections/services/order.hpp"

namespace kigen::projections {

/// A part of one order, forward or backward.
template <class Iterator>
using ServiceRun = std::ranges::subrange<Iterator>;

/// The first `limit` entries of sorted runs, in the order of `before`; reads no more of them than that.
template <class Iterator, class Before>
std::vector<const ServiceEntry*> merge_first(std::vector<ServiceRun<Iterator>> runs, std::size_t limit,
                                             Before before) {
  const auto later = [&](const auto& a, const auto& b) { return before(*b.begin(), *a.begin()); };
  std::erase_if(runs, [](const auto& run) { return run.empty(); });
  std::ranges::make_heap(runs, later);
  std::vector<const ServiceEntry*> first;
  while (!runs.empty() && first.size() < limit) {
    std::ranges::pop_heap(runs, later);
    auto& next = runs.back();
    first.push_back(*next.begin());
    next.advance(1);
    if (next.empty())
      runs.pop_back();
    else
      std::ranges::push_heap(runs, later);
  }
  return first;
}

}  // namespace kigen::projections
