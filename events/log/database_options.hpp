#pragma once

#include <rocksdb/db.h>

#include <vector>

namespace kigen::events {

rocksdb::DBOptions database_options(rocksdb::Env* env);
/// In the order of Family; the first is RocksDB's obligatory "default".
std::vector<rocksdb::ColumnFamilyDescriptor> column_families();

}  // namespace kigen::events
