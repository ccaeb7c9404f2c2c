#pragma once

#include "events/any_event.hpp"
#include "events/log/record.hpp"

namespace kigen::projections {

struct Decoded {
  events::AnyEvent event = {};
  Uuid id = {};  ///< in the stream's name; nil for streams without one
};
/// Decodes a record's event; undecodable, naming the record, otherwise.
Result<Decoded> decode(const events::Record& record);

}  // namespace kigen::projections
