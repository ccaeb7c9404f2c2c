#include "events/codec/json_in.hpp"

namespace kigen::events {

std::error_code make_error_code(codec_errc code) {
  static const TableCategory table(
      "codec", {
                   {int(codec_errc::malformed_json), "malformed_json", "not well-formed JSON", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::missing_field), "missing_field", "a field is missing", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::unknown_field), "unknown_field", "a field is unknown", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::wrong_type), "wrong_type", "a field has the wrong type or value", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::unknown_event), "unknown_event", "no event type of that name", 1201,
                    Failure::permanent, Answer::internal},
                   {int(codec_errc::newer_schema), "newer_schema",
                    "written by a newer version of the product; upgrade to read it", 5, Failure::permanent,
                    Answer::internal},
               });
  return {int(code), table};
}

}  // namespace kigen::events
