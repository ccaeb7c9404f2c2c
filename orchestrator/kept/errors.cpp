#include "orchestrator/kept/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(kept_errc code) {
  static const TableCategory table(
      "kept",
      {
          {int(kept_errc::unknown), "unknown_thing", "there is no such thing; choose one of the list", 6,
           Failure::permanent, Answer::not_found},
          {int(kept_errc::name_taken), "name_taken", "another one has this name; choose another name", 6,
           Failure::permanent, Answer::conflict},
          {int(kept_errc::used), "still_used", "other things refer to it; give them another one first", 6,
           Failure::permanent, Answer::conflict},
          {int(kept_errc::unknown_reference), "unknown_reference",
           "there is nothing of this id to refer to; choose one of the list", 6},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
