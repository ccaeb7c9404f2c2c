#include "events/log/database_options.hpp"

#include <rocksdb/cache.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>

#include <memory>

#include "events/log/silent_rocks.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t records_buffer_bytes = 16 << 20;
constexpr std::size_t index_buffer_bytes = 4 << 20;
constexpr std::size_t block_cache_bytes = 64 << 20;
constexpr std::size_t block_bytes = 16 << 10;
constexpr double filter_bits_per_key = 10;

rocksdb::ColumnFamilyOptions family_options(const std::shared_ptr<rocksdb::Cache>& cache,
                                            std::size_t buffer_bytes, bool filter) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = block_bytes;
  if (filter) table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(filter_bits_per_key));
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.write_buffer_size = buffer_bytes;
  options.compression = rocksdb::kLZ4Compression;
  options.bottommost_compression = rocksdb::kZSTD;
  options.level_compaction_dynamic_level_bytes = true;
  return options;
}

/// After a failed write RocksDB would go on by itself once there is room: it flushes one family after the
/// other, past the records whose sync failed, and whoever closes it meanwhile finds those in some families
/// and not in others. So it stays stopped until it is opened again.
class NoSelfHealing final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* heals_itself) override {
    *heals_itself = false;
  }
};

}  // namespace

rocksdb::DBOptions database_options(rocksdb::Env* env) {
  rocksdb::DBOptions options;
  if (env != nullptr) options.env = env;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  options.max_background_jobs = 2;
  options.max_file_opening_threads = 1;  // the files are few and large
  options.max_total_wal_size = 64 << 20;
  options.track_and_verify_wals_in_manifest = true;
  // A torn last write is dropped: it was never acknowledged. That nothing else goes with it is checked before
  // (write_ahead.hpp) and after (acknowledged_mark.hpp). What is recovered is flushed, so it does not depend
  // on a sync that failed.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  options.avoid_flush_during_recovery = false;
  options.info_log = SilentRocks::make();
  options.listeners = {std::make_shared<NoSelfHealing>()};
  options.max_bgerror_resume_count = 0;
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> column_families() {
  const auto cache = rocksdb::NewLRUCache(block_cache_bytes);
  return {{rocksdb::kDefaultColumnFamilyName, family_options(cache, index_buffer_bytes, false)},
          {"records", family_options(cache, records_buffer_bytes, false)},
          {"streams", family_options(cache, index_buffer_bytes, true)},
          {"commands", family_options(cache, index_buffer_bytes, true)},
          {"tiles", family_options(cache, index_buffer_bytes, false)}};
}

}  // namespace kigen::events
