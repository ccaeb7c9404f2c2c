#pragma once

#include "events/core/error.hpp"
#include "projections/fact.hpp"
#include "projections/part.hpp"

namespace kigen::projections {

/// A read model. Folding collects changes; they become visible to queries, all views' at once, when the batch
/// is committed. Folding happens on one thread at a time, queries on any.
class View : public Part {
 public:
  using Part::Part;

  /// Takes one fact in. Fails only when the store cannot be read.
  virtual Result<> fold(const Fact& fact) = 0;
  /// Fills what queries read from memory, from the stored rows. Called once, before anything else.
  virtual Result<> load() { return {}; }
};

}  // namespace kigen::projections
