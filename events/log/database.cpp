#include "events/log/database.hpp"

#include <rocksdb/iterator.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <filesystem>

#include "events/log/command_key.hpp"
#include "events/log/database_options.hpp"
#include "events/log/rocks_keys.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t max_read_bytes = 16 << 20;
constexpr std::string_view format_key = "format";
constexpr std::string_view format = "1";

rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

Result<> done(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return {};
  return fail(storage_error(status, what));
}

log_errc meaning_of(const rocksdb::Status& status) {
  if (status.IsNoSpace() || status.subcode() == rocksdb::Status::kSpaceLimit) return log_errc::storage_full;
  if (status.IsCorruption() || status.subcode() == rocksdb::Status::kPathNotFound) return log_errc::corrupt;
  return log_errc::storage_failed;
}

/// Whether files hold records there. RocksDB makes the first of them once CURRENT is in place.
bool holds_records(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::directory_iterator entries(path, error);
  return std::any_of(begin(entries), end(entries), [](const auto& entry) {
    return entry.path().extension() == ".log" || entry.path().extension() == ".sst";
  });
}

/// RocksDB would begin anew where the file is gone that leads to all others. Without records too, the making
/// of a database was cut off.
Result<bool> find_database(const std::filesystem::path& path) {
  std::error_code error;
  const auto current = path / "CURRENT";
  if (std::filesystem::exists(current, error)) return true;
  if (!holds_records(path)) return false;
  return fail(log_errc::corrupt, current.string() + " is missing");
}

}  // namespace

Error storage_error(const rocksdb::Status& status, std::string_view what) {
  return {meaning_of(status), std::string(what) + ": " + status.ToString()};
}

Error storage_error(const Error& error) {
  const bool is_full = error.code == std::errc::no_space_on_device;
  return {is_full ? log_errc::storage_full : log_errc::storage_failed, describe(error)};
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& path, Mode mode,
                                                 rocksdb::Env* env) {
  TRY(const bool is_there, find_database(path));
  if (!is_there && mode != Mode::create) return fail(log_errc::no_log, path.string());
  std::unique_ptr<Database> database(new Database);
  rocksdb::DB* db = nullptr;
  const auto families = column_families();
  const auto status =
      mode == Mode::read_only
          ? rocksdb::DB::OpenForReadOnly(database_options(env), path.string(), families, &database->families_,
                                         &db)
          : rocksdb::DB::Open(database_options(env), path.string(), families, &database->families_, &db);
  database->db_.reset(db);
  TRY_DO(done(status, "open " + path.string()));
  TRY(const auto stored, database->meta(format_key));
  if (stored && *stored != format)
    return fail(codec_errc::newer_schema,
                path.string() + " has format " + *stored + ", this product knows " + std::string(format));
  if (!stored && mode == Mode::create)
    TRY_DO(database->set_meta({{std::string(format_key), std::string(format)}}));
  return database;
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (auto* handle : families_) db_->DestroyColumnFamilyHandle(handle);
  // An error here says only that RocksDB was ill already; all that counts was synced before it was
  // acknowledged.
  db_->Close().PermitUncheckedError();
}

Result<std::optional<std::string>> Database::get(Family from, std::string_view key) const {
  std::string value;
  const auto status = db_->Get({}, family(from), slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  TRY_DO(done(status, "read"));
  return std::optional(std::move(value));
}

std::unique_ptr<rocksdb::Iterator> Database::iterate(Family over, const rocksdb::ReadOptions& options) const {
  return std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, family(over)));
}

Result<Position> Database::end() const {
  const auto at = iterate(Family::records);
  at->SeekToLast();
  TRY_DO(done(at->status(), "read the last record"));
  if (!at->Valid()) return Position{0};
  TRY(const auto last, keys::position_in(at->key().ToStringView()));
  return last + 1;
}

Result<std::string> Database::record(Position position) const {
  TRY(auto bytes, get(Family::records, keys::of_position(position)));
  if (!bytes) return fail(log_errc::corrupt, "record " + std::to_string(position) + " is missing");
  return *std::move(bytes);
}

Result<std::vector<std::string>> Database::records(Position from, std::size_t limit) const {
  std::vector<std::string> found;
  std::size_t bytes = 0;
  const auto at = iterate(Family::records);
  for (at->Seek(keys::of_position(from)); at->Valid() && found.size() < limit; at->Next()) {
    TRY(const auto position, keys::position_in(at->key().ToStringView()));
    if (position != from + found.size())
      return fail(log_errc::corrupt, "record " + std::to_string(from + found.size()) + " is missing");
    bytes += at->value().size();
    if (bytes > max_read_bytes && !found.empty()) break;
    found.emplace_back(at->value().ToStringView());
  }
  TRY_DO(done(at->status(), "read records"));
  return found;
}

Result<std::vector<Position>> Database::versions(const StreamId& stream, Version from,
                                                 std::size_t limit) const {
  std::vector<Position> found;
  const auto end = keys::end_of(stream);
  const auto bound = slice(end);
  rocksdb::ReadOptions options;
  options.iterate_upper_bound = &bound;
  const auto at = iterate(Family::streams, options);
  for (at->Seek(keys::of_version(stream, from)); at->Valid() && found.size() < limit; at->Next()) {
    TRY(const auto position, keys::position_in(at->value().ToStringView()));
    found.push_back(position);
  }
  TRY_DO(done(at->status(), "read the stream index"));
  return found;
}

Result<StreamHead> Database::head_of(const StreamId& stream) const {
  // Most appends open a new stream: the filter answers that without touching a block.
  TRY(const auto first, get(Family::streams, keys::of_version(stream, 1)));
  if (!first) return StreamHead{};
  const auto at = iterate(Family::streams);
  at->SeekForPrev(keys::end_of(stream));
  TRY_DO(done(at->status(), "read the stream index"));
  if (!at->Valid())
    return fail(log_errc::corrupt, "the index of " + stream.text + " changes while it is read");
  TRY(const auto newest, keys::version_in(at->key().ToStringView()));
  TRY(const auto position, keys::position_in(at->value().ToStringView()));
  if (newest.stream != stream)
    return fail(log_errc::corrupt, "the index of " + stream.text + " is out of order");
  return StreamHead{newest.version, position};
}

Result<std::optional<Appended>> Database::landing_of(const std::string& command_id) const {
  TRY(const auto bytes, get(Family::commands, command_key(command_id)));
  if (!bytes) return std::nullopt;
  TRY(const auto landing, keys::landing_in(*bytes));
  return std::optional(landing);
}

Result<std::string> Database::full_tile(const TileId& tile) const {
  TRY(auto bytes, get(Family::tiles, keys::of_tile(tile)));
  if (!bytes || bytes->size() != tile_width * sizeof(Hash))
    return fail(log_errc::corrupt, "tile " + std::to_string(tile.index) + " of level " +
                                       std::to_string(tile.level) +
                                       (bytes ? " has the wrong size" : " is missing"));
  return *std::move(bytes);
}

Result<std::optional<std::string>> Database::meta(std::string_view key) const {
  return get(Family::meta, key);
}

Result<> Database::for_each(Family over,
                            const std::function<Result<>(std::string_view, std::string_view)>& use) const {
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  const auto at = iterate(over, options);
  for (at->SeekToFirst(); at->Valid(); at->Next())
    TRY_DO(use(at->key().ToStringView(), at->value().ToStringView()));
  return done(at->status(), "read all");
}

Result<> Database::check_replay(const WriteAheadScan& scan) const {
  if (!scan.first_bad || scan.last_sequence <= db_->GetLatestSequenceNumber()) return {};
  return fail(log_errc::corrupt, "the write-ahead log " + scan.first_bad->file + " is damaged at byte " +
                                     std::to_string(scan.first_bad->offset) +
                                     ", and whole writes stand behind that place");
}

Result<> Database::check_files() const { return done(db_->VerifyChecksum(), "check the files"); }

Result<> Database::write(const std::vector<NewRecord>& records,
                         const std::unordered_map<std::string, Appended>& commands,
                         const std::vector<FullTile>& tiles) {
  rocksdb::WriteBatch batch;
  for (const auto& [record, bytes] : records) {
    const auto position = keys::of_position(record.position);
    batch.Put(family(Family::records), position, bytes);
    batch.Put(family(Family::streams), keys::of_version(record.stream, record.version), position);
  }
  for (const auto& [id, landing] : commands)
    batch.Put(family(Family::commands), id, keys::of_landing(landing));
  for (const auto& tile : tiles) batch.Put(family(Family::tiles), keys::of_tile(tile.id), tile.bytes);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  return done(db_->Write(synced, &batch), "append");
}

Result<> Database::set_meta(const std::vector<std::pair<std::string, std::string>>& entries) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : entries) batch.Put(family(Family::meta), key, value);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  return done(db_->Write(synced, &batch), "write the log's description");
}

}  // namespace kigen::events
