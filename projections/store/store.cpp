#include "projections/store/store.hpp"

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/slice_transform.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>
#include <spdlog/spdlog.h>

#include <utility>

#include "events/log/silent_rocks.hpp"
#include "projections/errors.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {
namespace {

// Outside of all_rows().
constexpr std::string_view generation_key = "!generation";
constexpr std::string_view position_key = "!position";

rocksdb::Slice slice_of(std::string_view text) { return {text.data(), text.size()}; }
std::string_view view_of(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

std::unexpected<Error> failed(const rocksdb::Status& status) {
  return fail(projection_errc::store_failed, status.ToString());
}

rocksdb::Options options_for(rocksdb::Env* env) {
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  table.cache_index_and_filter_blocks = false;
  rocksdb::Options options;
  options.create_if_missing = true;
  options.env = env;
  options.compression = rocksdb::kLZ4Compression;
  // Where the row before it went is remembered for each table: a batch is written in the order of its keys.
  options.memtable_insert_with_hint_prefix_extractor.reset(rocksdb::NewCappedPrefixTransform(4));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.info_log = events::SilentRocks::make();
  return options;
}

/// In key order: RocksDB finds the place of a key next to the one before it much faster than anywhere else.
rocksdb::WriteBatch rows_of(const Batch& batch, Position position) {
  rocksdb::WriteBatch rows(batch.size());
  rows.Put(slice_of(position_key), key_of(position));
  batch.for_each([&](std::string_view key, std::optional<std::string_view> value) {
    if (value)
      rows.Put(slice_of(key), slice_of(*value));
    else
      rows.Delete(slice_of(key));
  });
  return rows;
}

/// Whether new files would be better than those there are. Not when the disk is to blame, or another process
/// uses them.
bool is_about_the_files(const rocksdb::Status& status) {
  return !status.IsIOError() || status.subcode() == rocksdb::Status::kPathNotFound;
}

}  // namespace

KeyRange keys_with(std::string_view prefix) {
  KeyRange range{std::string(prefix), std::string(prefix)};
  while (!range.end.empty() && range.end.back() == '\xFF') range.end.pop_back();
  ensure(!range.end.empty(), "a key prefix has a successor");
  range.end.back() = static_cast<char>(static_cast<unsigned char>(range.end.back()) + 1);
  return range;
}

KeyRange all_rows() { return {"A", "\x7f"}; }

struct Store::Impl {
  std::unique_ptr<rocksdb::Env> memory;  // of a store that has no disk; outlives db
  rocksdb::Env* env = rocksdb::Env::Default();
  std::unique_ptr<rocksdb::DB> db;
  std::string path = {};
  bool is_read_only = false;
  bool is_stopped = false;  // a write failed
  mutable FairMutex mutex;
  Position position GUARDED_BY(mutex) = 0;

  rocksdb::Status open(const std::string& at) {
    path = at;
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::Open(options_for(env), path, &opened);
    db.reset(opened);
    return status;
  }
  /// Opens rows of this generation and as they were written, or no rows at all.
  rocksdb::Status load(const std::string& at, const std::string& generation) REQUIRES(mutex) {
    auto status = open(at);
    if (status.IsNoSpace()) {
      std::ignore = open_to_read(status);
      if (db) status = rocksdb::Status::OK();
    }
    if (status.ok()) status = db->VerifyChecksum();
    if (!status.ok()) return status;
    std::string stored, bytes;
    status = db->Get({}, slice_of(generation_key), &stored);
    if (status.IsNotFound()) return begin(generation);
    if (!status.ok()) return status;
    if (stored != generation) return rocksdb::Status::InvalidArgument("rows of another generation", stored);
    status = db->Get({}, slice_of(position_key), &bytes);
    if (!status.ok()) return status;
    if (bytes.size() != 8) return rocksdb::Status::Corruption("position of a wrong size");
    position = number_in(bytes);
    return status;
  }
  rocksdb::Status load_anew(const std::string& generation) REQUIRES(mutex) {
    db.reset();
    position = 0;
    const auto status = rocksdb::DestroyDB(path, options_for(env));
    return status.ok() ? load(path, generation) : status;
  }
  /// Throws away what cannot be loaded.
  rocksdb::Status load_or_begin(const std::string& at, const std::string& generation) {
    const WriteLock alone(mutex);
    auto status = load(at, generation);
    if (status.ok() || !is_about_the_files(status)) return status;
    spdlog::warn("the rows in {} are thrown away and made anew from the event log: {}", path,
                 status.ToString());
    return load_anew(generation);
  }
  Result<std::optional<std::string>> get(std::string_view key) const {
    std::string value;
    const auto status = db->Get(rocksdb::ReadOptions(), slice_of(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    if (!status.ok()) return failed(status);
    return value;
  }
  rocksdb::Status write(rocksdb::WriteBatch& batch) {
    rocksdb::WriteOptions options;
    options.disableWAL = true;
    auto status = db->Write(options, &batch);
    is_stopped = !status.ok();
    return status;
  }
  /// After a disk was full, RocksDB takes nothing until it is told that there is room.
  rocksdb::Status make_writable() REQUIRES(mutex) {
    if (is_read_only) {
      db.reset();
      const auto status = open(path);
      is_read_only = !status.ok();
      return status.ok() ? status : open_to_read(status);
    }
    if (!is_stopped) return rocksdb::Status::OK();
    const auto status = db->Resume();
    is_stopped = !status.ok();
    return status;
  }
  /// `why` it cannot be written is the answer, even if it can be read.
  rocksdb::Status open_to_read(const rocksdb::Status& why) {
    rocksdb::DB* opened = nullptr;
    const auto status = rocksdb::DB::OpenForReadOnly(options_for(env), path, &opened);
    db.reset(opened);
    is_read_only = true;
    return status.ok() ? why : status;
  }
  rocksdb::Status begin(const std::string& generation) {
    rocksdb::WriteBatch batch;
    batch.Put(slice_of(generation_key), generation);
    batch.Put(slice_of(position_key), key_of(std::uint64_t{0}));
    return write(batch);
  }
};

Store::Store(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& folder, const std::string& generation,
                                           rocksdb::Env* env) {
  auto impl = std::make_unique<Impl>();
  if (env != nullptr) impl->env = env;
  if (const auto status = impl->load_or_begin(folder.string(), generation); !status.ok())
    return failed(status);
  return std::unique_ptr<Store>(new Store(std::move(impl)));
}

std::optional<Position> Store::stored_position(const std::filesystem::path& folder) {
  std::error_code error;
  if (!std::filesystem::exists(folder / "CURRENT", error)) return std::nullopt;
  rocksdb::DB* opened = nullptr;
  const auto status =
      rocksdb::DB::OpenForReadOnly(options_for(rocksdb::Env::Default()), folder.string(), &opened);
  const std::unique_ptr<rocksdb::DB> db(opened);
  std::string bytes;
  if (!status.ok() || !db->Get({}, slice_of(position_key), &bytes).ok() || bytes.size() != 8)
    return std::nullopt;
  return number_in(bytes);
}

Result<std::unique_ptr<Store>> Store::in_memory() {
  auto impl = std::make_unique<Impl>();
  impl->memory.reset(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  impl->env = impl->memory.get();
  if (const auto status = impl->open("/views"); !status.ok()) return failed(status);
  return std::unique_ptr<Store>(new Store(std::move(impl)));
}

Result<std::optional<std::string>> Store::get(std::string_view key) const { return impl_->get(key); }

Result<> Store::scan(const KeyRange& range, Direction direction,
                     const std::function<bool(std::string_view, std::string_view)>& use) const {
  const rocksdb::Slice first = slice_of(range.first);
  const rocksdb::Slice end = slice_of(range.end);
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &first;
  options.iterate_upper_bound = &end;
  const std::unique_ptr<rocksdb::Iterator> at(impl_->db->NewIterator(options));
  const bool forward = direction == Direction::forward;
  for (forward ? at->SeekToFirst() : at->SeekToLast(); at->Valid(); forward ? at->Next() : at->Prev())
    if (!use(view_of(at->key()), view_of(at->value()))) break;
  if (!at->status().ok()) return failed(at->status());
  return {};
}

namespace {

/// Goes through a list, which must outlive it.
class ListReader {
 public:
  ListReader(rocksdb::DB& db, const KeyList& list, Direction direction)
      : list_(list),
        first_(slice_of(list.range.first)),
        end_(slice_of(list.range.end)),
        is_forward_(direction == Direction::forward) {
    rocksdb::ReadOptions options;
    options.iterate_lower_bound = &first_;
    options.iterate_upper_bound = &end_;
    at_.reset(db.NewIterator(options));
    is_forward_ ? at_->SeekToFirst() : at_->SeekToLast();
  }
  ListReader(const ListReader&) = delete;
  ListReader& operator=(const ListReader&) = delete;

  bool has_entry() const { return at_->Valid(); }
  rocksdb::Status status() const { return at_->status(); }
  std::string_view rest() const { return view_of(at_->key()).substr(list_.prefix_size); }
  std::string_view value() const { return view_of(at_->value()); }
  void advance() { is_forward_ ? at_->Next() : at_->Prev(); }
  bool is_behind(const ListReader& other) const {
    return is_forward_ ? rest() > other.rest() : rest() < other.rest();
  }

 private:
  const KeyList& list_;
  const rocksdb::Slice first_;  // the iterator looks at them
  const rocksdb::Slice end_;
  const bool is_forward_;
  std::unique_ptr<rocksdb::Iterator> at_;
};

}  // namespace

Result<> Store::merge(std::span<const KeyList> lists, Direction direction,
                      const std::function<bool(std::string_view, std::string_view)>& use) const {
  std::vector<std::unique_ptr<ListReader>> readers;
  const auto later = [](const auto& a, const auto& b) { return a->is_behind(*b); };
  const auto put = [&](std::unique_ptr<ListReader> reader) -> Result<> {
    if (!reader->status().ok()) return failed(reader->status());
    if (!reader->has_entry()) return {};
    readers.push_back(std::move(reader));
    std::ranges::push_heap(readers, later);
    return {};
  };
  for (const auto& list : lists)
    if (list.range.first < list.range.end)
      TRY_DO(put(std::make_unique<ListReader>(*impl_->db, list, direction)));
  while (!readers.empty()) {
    std::ranges::pop_heap(readers, later);
    auto next = std::move(readers.back());
    readers.pop_back();
    if (!use(next->rest(), next->value())) break;
    next->advance();
    TRY_DO(put(std::move(next)));
  }
  return {};
}

Result<> Store::commit(const Batch& batch, Position position, const std::function<void()>& publish) {
  auto rows = rows_of(batch, position);
  const WriteLock alone(impl_->mutex);
  auto status = impl_->make_writable();
  if (status.ok()) status = impl_->write(rows);
  if (!status.ok()) return failed(status);
  impl_->position = position;
  publish();
  return {};
}

ReadLock Store::reading() const { return ReadLock(impl_->mutex); }
Position Store::position() const { return impl_->position; }

}  // namespace kigen::projections
