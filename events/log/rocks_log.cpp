#include "events/log/rocks_log.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include "events/core/offload.hpp"
#include "events/log/acknowledged_mark.hpp"
#include "events/log/appender.hpp"
#include "events/log/directory_lock.hpp"
#include "events/log/files.hpp"
#include "events/log/recovery.hpp"

namespace kigen::events {
namespace {

/// A log has one key for life: its checkpoints are compared by others.
Result<> bind_key(Database& database, const Signer& signer) {
  const auto ours = signer.verifier_key();
  TRY(const auto stored, database.meta(verifier_key_entry));
  if (!stored) return database.set_meta({{std::string(verifier_key_entry), ours}});
  if (*stored == ours) return {};
  return fail(log_errc::bad_key_file, "this log is signed with the key " + *stored + ", not with " + ours);
}

Result<std::vector<Record>> decode_all(const std::vector<std::string>& stored) {
  std::vector<Record> records;
  records.reserve(stored.size());
  for (const auto& bytes : stored) {
    auto record = decode_record(bytes);
    if (!record) return fail(log_errc::corrupt, describe(record.error()));
    records.push_back(*std::move(record));
  }
  return records;
}

struct Opened {
  std::unique_ptr<Database> database = {};
  Error illness = {};  ///< why it can only be read; code unset: it can be written
};

/// On a disk that takes nothing a log that is there can be read, until it does again.
Result<Opened> open_database(const RocksLogOptions& options, Database::Mode mode) {
  const auto path = database_in(options.path);
  auto database = Database::open(path, mode, options.env);
  if (database) return Opened{*std::move(database)};
  const auto why = database.error();
  if (why.code != log_errc::storage_full && why.code != log_errc::storage_failed) return fail(why);
  database = Database::open(path, Database::Mode::read_only, options.env);
  if (!database) return fail(why);
  return Opened{*std::move(database), why};
}

}  // namespace

struct RocksLog::Parts {
  DirectoryLock lock;
  DatabaseSlot slot;
  Published published;
  AppendQueue queue;
  std::unique_ptr<Appender> appender;
  asio::thread_pool readers;
  std::string verifier_key = {};
  std::string remark = {};

  Parts(DirectoryLock taken, const RocksLogOptions& options, std::unique_ptr<Database> database)
      : lock(std::move(taken)),
        slot(database_in(options.path), options.env, std::move(database)),
        readers(options.readers) {}

  /// Runs `use(database)` on a reader thread.
  template <class Use>
  auto reading(Use use) {
    return offload(
        readers, [this, use = std::move(use)] { return noted(slot.with(use)); }, Patience::cancellable);
  }

  template <class Outcome>
  Outcome noted(Outcome outcome) {
    if (!outcome &&
        (outcome.error().code == log_errc::corrupt || outcome.error().code == log_errc::storage_failed))
      published.note_unreadable(describe(outcome.error()));
    return outcome;
  }

  Result<std::vector<Record>> read_stored(const Database& database, Position from, std::size_t limit) const {
    TRY(const auto stored,
        database.records(from, std::min<std::uint64_t>(limit, published.growth.end() - from)));
    return decode_all(stored);
  }

  Result<std::vector<Record>> read_versions(const Database& database, const StreamId& stream, Version from,
                                            std::size_t limit) const {
    TRY(const auto positions, database.versions(stream, std::max<Version>(from, 1), limit));
    std::vector<std::string> stored;
    for (const auto position : positions) {
      if (position >= published.growth.end()) break;
      TRY(stored.emplace_back(), database.record(position));
    }
    return decode_all(stored);
  }
};

Result<std::unique_ptr<RocksLog>> RocksLog::open(RocksLogOptions options) {
  if (options.must_exist && !std::filesystem::exists(options.path))
    return fail(log_errc::no_log, options.path.string());
  TRY_DO(make_private_folder(options.path));
  TRY(auto lock, DirectoryLock::take(options.path));
  TRY_DO(check_replayable(options.path, options.env));
  const auto mode = options.must_exist ? Database::Mode::read_write : Database::Mode::create;
  TRY(auto opened, open_database(options, mode));
  auto& database = opened.database;
  TRY_DO(bind_key(*database, options.signer));
  auto verifier_key = options.signer.verifier_key();
  TRY(auto found, recover(*database));
  TRY_DO(check_acknowledged(options.path, found.end));
  TRY_DO(check_witnesses(options.witnesses, found.end));
  const auto root = [&](std::uint64_t size) { return stored_root(*database, found.edge, size); };
  TRY(auto keeper, CheckpointKeeper::open(options.path, std::move(options.signer), found.end, root));

  // From its first moment on, so that one that is gone is missed.
  const bool lacks_checkpoint = !keeper.has_one();
  if (lacks_checkpoint && !opened.illness.code) TRY_DO(keeper.sign(found.edge.head(), root));

  auto parts = std::make_unique<Parts>(std::move(lock), options, std::move(database));
  parts->published.recent.add(std::move(found.tail));
  parts->published.set_edge(std::move(found.edge));
  parts->published.growth.advance(found.end);
  parts->appender =
      std::make_unique<Appender>(Appender::Place{options.path, options.env}, parts->queue, parts->slot,
                                 parts->published, std::move(keeper), found.newest, opened.illness);
  parts->verifier_key = std::move(verifier_key);
  if (lacks_checkpoint && found.end > 0)
    parts->remark =
        checkpoint_file_in(options.path).string() +
        " was missing; a new one was signed over what is there. Compare the log with a checkpoint that "
        "was kept elsewhere: kigen verify --checkpoint FILE";
  return std::unique_ptr<RocksLog>(new RocksLog(std::move(parts)));
}

RocksLog::RocksLog(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

RocksLog::~RocksLog() {
  close();
  parts_->readers.join();
}

void RocksLog::close() {
  parts_->appender.reset();
  parts_->published.set_intake(Intake::closed);
  parts_->published.growth.close();
}

const std::string& RocksLog::remark() const { return parts_->remark; }
std::string RocksLog::trouble() const { return parts_->published.trouble(); }
std::string RocksLog::verifier_key() const { return parts_->verifier_key; }
Position RocksLog::end() const { return parts_->published.growth.end(); }
Intake RocksLog::intake() const { return parts_->published.intake(); }

Task<Result<>> RocksLog::wait_beyond(Position position) {
  return parts_->published.growth.wait_beyond(position);
}

Task<Result<Appended>> RocksLog::append(AppendRequest request) {
  std::vector<AppendRequest> alone;
  alone.push_back(std::move(request));
  CO_TRY(const auto landed, co_await append_all(std::move(alone)));
  co_return landed.front();
}

Task<Result<std::vector<Appended>>> RocksLog::append_all(std::vector<AppendRequest> requests) {
  if (requests.empty()) co_return std::vector<Appended>{};
  for (const auto& request : requests) CO_TRY_DO(validate(request));
  CO_TRY_DO(refusal_while(intake()));
  auto reply = std::make_shared<Reply<std::vector<Appended>>>(co_await asio::this_coro::executor);
  CO_TRY_DO(parts_->queue.push(PendingAppend{std::move(requests), reply}));
  co_return co_await reply->receive(Patience::to_the_end);
}

Task<Result<std::vector<Record>>> RocksLog::read(Position from, std::size_t limit) {
  if (from >= end() || limit == 0) co_return std::vector<Record>{};
  if (auto recent = parts_->published.recent.read(from, limit)) co_return *std::move(recent);
  co_return co_await parts_->reading([parts = parts_.get(), from, limit](const Database& database) {
    return parts->read_stored(database, from, limit);
  });
}

Task<Result<std::vector<Record>>> RocksLog::read_stream(StreamId stream, Version from, std::size_t limit) {
  co_return co_await parts_->reading(
      [parts = parts_.get(), stream = std::move(stream), from, limit](const Database& database) {
        return parts->read_versions(database, stream, from, limit);
      });
}

Task<Result<std::optional<Appended>>> RocksLog::find_command(std::string command_id) {
  CO_TRY(auto landing, co_await parts_->reading([id = std::move(command_id)](const Database& database) {
    return database.landing_of(id);
  }));
  if (landing && landing->last() >= end()) landing.reset();  // written, but not yet known to be kept
  co_return landing;
}

Task<Result<TreeHead>> RocksLog::tree_head() { co_return parts_->published.edge().head(); }

Task<Result<std::string>> RocksLog::tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) {
  co_return co_await parts_->reading([parts = parts_.get(), level, index, width](const Database& database) {
    return read_tile(parts->published.edge(), {level, index}, width,
                     [&](TileId full) { return database.full_tile(full); });
  });
}

Task<Result<std::string>> RocksLog::checkpoint() {
  auto reply = std::make_shared<Reply<std::string>>(co_await asio::this_coro::executor);
  CO_TRY_DO(parts_->queue.push(PendingCheckpoint(reply)));
  co_return co_await reply->receive(Patience::cancellable);
}

}  // namespace kigen::events
