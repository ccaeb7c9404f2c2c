#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <functional>

#include "events/log/signed_note.hpp"

namespace kigen::benchmarks {

/// Of logs that nobody else reads.
events::Signer benchmark_signer();

/// Of all files below, as written.
double bytes_below(const std::filesystem::path& folder);

/// Opens the RocksDB of a closed log as it is and calls `use` with it and the handle of each column family,
/// `records` first.
using Families = std::vector<rocksdb::ColumnFamilyHandle*>;
void with_raw_log(const std::filesystem::path& log_folder,
                  const std::function<void(rocksdb::DB&, const Families&)>& use);

}  // namespace kigen::benchmarks
