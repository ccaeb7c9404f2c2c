#include "projections/errors.hpp"

namespace kigen::projections {

std::error_code make_error_code(projection_errc code) {
  static const TableCategory table(
      "projections",
      {
          {int(projection_errc::not_found), "not_found", "there is nothing of this id", 19,
           Failure::permanent, Answer::not_found},
          {int(projection_errc::bad_cursor), "bad_cursor",
           "the cursor is not one that a page gave; start without one", 5, Failure::permanent,
           Answer::bad_request},
          {int(projection_errc::store_failed), "store_failed", "the views could not be read or written", 11,
           Failure::transient, Answer::unavailable},
          {int(projection_errc::corrupt_row), "corrupt_row",
           "a stored row is damaged; stop, delete the folder views/ and start: it is rebuilt from the log",
           11, Failure::permanent, Answer::internal},
          {int(projection_errc::undecodable), "undecodable",
           "the log holds an event that this version cannot read; the views stop before it", 1201,
           Failure::permanent, Answer::unavailable},
          {int(projection_errc::being_made), "being_made",
           "what is shown is being made anew from the event log; try again in a while", 11,
           Failure::transient, Answer::unavailable},
          {int(projection_errc::out_of_order), "out_of_order", "the views were given a record out of order",
           98, Failure::permanent, Answer::internal},
      });
  return {int(code), table};
}

}  // namespace kigen::projections
