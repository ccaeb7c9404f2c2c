#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>

#include "events/core/error.hpp"
#include "events/log/database.hpp"
#include "events/log/findings.hpp"

namespace kigen::events {

struct ExaminedRecords {
  TreeHead tree = {};
  std::map<std::uint64_t, Hash> roots =
      {};  ///< over the first so many records; of the sizes that were reached
};

/// The first half of verify(): every record by itself, against its stream, its command, and its tile.
/// Notes the roots at `sizes`. An error means that the database does not even say how many records there are.
Result<ExaminedRecords> examine_records(const Database& database, const std::set<std::uint64_t>& sizes,
                                        const std::function<void(std::uint64_t, std::uint64_t)>& progress,
                                        Findings& findings);

}  // namespace kigen::events
