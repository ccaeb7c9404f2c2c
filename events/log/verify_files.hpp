#pragma once

#include <filesystem>

#include "events/log/findings.hpp"

namespace kigen::events {

/// Reads each table file by itself: of a database that does not open, RocksDB does not always say which of
/// its files is to blame.
void examine_tables(const std::filesystem::path& database, Findings& findings);

}  // namespace kigen::events
