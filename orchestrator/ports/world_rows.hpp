#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

/// Keeps the World's rows from one run to the next, so that a start folds only what came after them.
/// Disposable: the log knows better, and whatever is lost or doubtful is folded from it.
/// docs/formats/world.md.
class WorldRows {
 public:
  /// A row and its new bytes; unset: the row goes.
  struct Change {
    std::string key = {};
    std::optional<std::string> bytes = {};
  };
  using Use = std::function<Result<>(std::string_view key, std::string_view bytes)>;

  virtual ~WorldRows() = default;
  /// Number of records that the rows reflect; 0 = they are of no use. Blocks.
  virtual Position position() const = 0;
  /// Calls `use` with every row until it fails. Blocks.
  virtual Result<> for_each(const Use& use) const = 0;
  /// Rows and position change at once, or not at all. Need not be durable when it returns.
  virtual Task<Result<>> write(std::vector<Change> changes, Position position) = 0;
  /// Throws all rows away. Blocks.
  virtual Result<> clear() = 0;
};

}  // namespace kigen::orchestrator
