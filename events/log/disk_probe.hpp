#pragma once

#include <filesystem>

#include "events/core/error.hpp"

namespace rocksdb {
class Env;
}

namespace kigen::events {

/// Writes, syncs and deletes a file of 1 MiB in the folder: whether it makes sense to try the database again.
Result<> probe_disk(const std::filesystem::path& folder, rocksdb::Env* env);

}  // namespace kigen::events
