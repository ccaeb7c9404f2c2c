#pragma once

#include <vector>

#include "events/core/error.hpp"
#include "events/log/record.hpp"
#include "projections/audit/reader.hpp"
#include "projections/basis/owners.hpp"
#include "projections/store/store.hpp"

namespace kigen::projections {

/// Knows what of the event log is there for whom. Any thread.
class Sight {
 public:
  Sight(const Store& store, const Owners& owners) : store_(store), owners_(owners) {}

  /// Whether the stream is there for the reader.
  Result<bool> is_for(const Reader& reader, const StreamId& stream) const;
  /// The records as the reader may see them, without those that they may not: of those that the views do not
  /// show yet nobody knows whose they are.
  Result<std::vector<events::Record>> seen_by(const Reader& reader,
                                              std::vector<events::Record> records) const;

 private:
  Result<Whose> whose(const events::Record& record) const;

  const Store& store_;
  const Owners& owners_;
};

}  // namespace kigen::projections
