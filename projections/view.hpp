#pragma once

#include "events/core/error.hpp"
#include "projections/fact.hpp"

namespace kigen::projections {

class Batch;

/// A read model. Folding collects changes; they become visible to queries, all views' at once, when the batch
/// is committed. Folding happens on one thread at a time, queries on any.
class View {
 public:
  virtual ~View() = default;

  /// Takes one fact in. Fails only when the store cannot be read.
  virtual Result<> fold(const Fact& fact) = 0;
  /// Hands over the rows changed since the last commit.
  virtual Result<> write(Batch& batch) = 0;
  /// The batch is stored: forget what was collected, and change what queries read from memory. Called with
  /// queries locked out; must be quick.
  virtual void commit() = 0;
  /// Fills what queries read from memory, from the stored rows. Called once, before anything else.
  virtual Result<> load() { return {}; }
};

}  // namespace kigen::projections
