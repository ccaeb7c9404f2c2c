#pragma once

#include "events/core/error.hpp"

namespace kigen::projections {

enum class projection_errc {
  not_found = 1,  ///< the view has no such row
  bad_cursor,     ///< the cursor is not one of ours
  store_failed,   ///< views/ could not be read or written
  corrupt_row,    ///< a stored row does not decode: delete views/, it is rebuilt from the log
  undecodable,    ///< a record holds an event that this version does not know; the views stop before it
  being_made,     ///< a view is made anew from the log: ask again
  out_of_order,   ///< the next record is not the one that follows
};
std::error_code make_error_code(projection_errc code);

}  // namespace kigen::projections

template <>
struct std::is_error_code_enum<kigen::projections::projection_errc> : std::true_type {};
