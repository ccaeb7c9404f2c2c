#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "events/log/event_log.hpp"
#include "events/log/signed_note.hpp"
#include "events/log/witness.hpp"

namespace rocksdb {
class Env;
}

namespace kigen::events {

struct RocksLogOptions {
  std::filesystem::path path;   ///< the log's own folder; made if it is not there
  Signer signer;                ///< its key file must lie elsewhere
  std::size_t readers = 2;      ///< threads that read from the disk
  rocksdb::Env* env = nullptr;  ///< for tests of failing disks; must outlive the log
  /// A log with fewer records than they know of is not opened (corrupt).
  std::vector<Witness> witnesses = {};
  /// Refuse to begin a log where there is none (no_log): an empty one in place of one that is lost is a lie.
  bool must_exist = false;
};

/// The event log on disk. Two kinds of threads are its own: one that appends, and the readers; callers resume
/// on their executors, which must outlive their calls. On disk: docs/formats/event-log.md.
///
/// A full disk or a failed sync stops intake (intake(), trouble()); reading goes on. Nothing is acknowledged
/// that was not synced. The log opens its database again and takes appends by itself once the disk works. At
/// most 16,384 appends or 64 MiB wait to be stored; more are answered `overloaded`.
class RocksLog final : public EventLog {
 public:
  /// Blocks. in_use: another process has the folder. corrupt: the tail is damaged, or the records are not
  /// those that the newest checkpoint was signed over.
  static Result<std::unique_ptr<RocksLog>> open(RocksLogOptions options);
  /// Closes, then waits for the reads under way.
  ~RocksLog() override;

  /// Takes no more appends, stores those that wait, wakes all who wait with `closed`. Reading goes on.
  /// Blocks.
  void close();
  /// What was mended when it was opened and people should know; empty when nothing was.
  const std::string& remark() const;

  Task<Result<Appended>> append(AppendRequest request) override;
  Task<Result<std::vector<Appended>>> append_all(std::vector<AppendRequest> requests) override;
  Task<Result<std::vector<Record>>> read(Position from, std::size_t limit) override;
  Task<Result<std::vector<Record>>> read_stream(StreamId stream, Version from, std::size_t limit) override;
  Task<Result<std::optional<Appended>>> find_command(std::string command_id) override;
  Position end() const override;
  Task<Result<>> wait_beyond(Position position) override;
  Intake intake() const override;
  std::string trouble() const override;
  Task<Result<TreeHead>> tree_head() override;
  Task<Result<std::string>> tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) override;
  Task<Result<std::string>> checkpoint() override;
  std::string verifier_key() const override;

 private:
  struct Parts;
  explicit RocksLog(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace kigen::events
