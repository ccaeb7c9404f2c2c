#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "projections/part.hpp"

namespace kigen::projections {

/// How far each part of the rows has come. Usually all are at one position. A part whose rows were of another
/// generation begins at 0 again while the others wait for it. The folding thread's alone, but for `open`.
class Progress {
 public:
  /// Throws away rows that no part here would make: those of another generation, and those of parts that are
  /// no more. The first of `parts` is what the others are folded from: it may be behind them and is never
  /// before one; where it would be, it begins again.
  static Result<Progress> open(Store& store, std::span<Part* const> parts);

  /// Number of records that every part has.
  Position slowest() const { return slowest_; }
  /// Number of records that any part has.
  Position furthest() const;
  bool is_even() const { return slowest_ == furthest(); }
  /// Whether the part wants the record at slowest().
  bool wants_next(std::size_t part) const { return positions_[part] == slowest_; }
  /// Those that wanted the record at slowest() have it.
  void advance();
  /// To be stored with the rows, and with furthest() as the store's position.
  void write(Batch& batch);

 private:
  Progress(std::span<Part* const> parts, std::vector<Position> positions);

  std::vector<Part*> parts_;
  std::vector<Position> positions_;
  Position slowest_ = 0;
  bool was_even_ = false;  // no part's own position is stored
};

}  // namespace kigen::projections
