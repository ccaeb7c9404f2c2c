#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "events/core/error.hpp"
#include "events/log/database.hpp"
#include "events/log/findings.hpp"

namespace kigen::events {

struct ExaminedRecords {
  TreeHead tree = {};
  std::optional<Hash> root_at_checkpoint = {};  ///< none: there are fewer records
};

/// The first half of verify(): every record by itself, against its stream, its command, and its tile.
/// An error means that the database does not even say how many records there are.
Result<ExaminedRecords> examine_records(const Database& database, std::uint64_t checkpoint_size,
                                        const std::function<void(std::uint64_t, std::uint64_t)>& progress,
                                        Findings& findings);

}  // namespace kigen::events
