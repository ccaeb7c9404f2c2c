#include "projections/kept/list.hpp"

#include <algorithm>

#include "projections/errors.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {

Result<PlacedPage> page_of(std::vector<Place> places, bool descending, const Paging& paging) {
  const auto before = [descending](const std::string& one, const std::string& other) {
    return descending ? other < one : one < other;
  };
  std::ranges::sort(places, before, &Place::key);
  auto at = places.begin();
  if (paging.cursor) {
    const auto last = from_cursor(*paging.cursor);
    if (!last) return fail(projection_errc::bad_cursor, *paging.cursor, "cursor");
    at = std::ranges::upper_bound(places, *last, before, &Place::key);
  }
  const auto limit = std::clamp<std::size_t>(paging.limit, 1, max_page_rows);
  PlacedPage page;
  for (; at != places.end() && page.rows.size() < limit; ++at) page.rows.push_back(at->row);
  if (at != places.end()) page.next = to_cursor(std::prev(at)->key);
  return page;
}

}  // namespace kigen::projections
