#pragma once

#include <atomic>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/core/mutex.hpp"
#include "events/log/event_log.hpp"
#include "events/log/growth.hpp"
#include "events/log/sequencer.hpp"
#include "events/log/signed_note.hpp"
#include "events/log/tiles.hpp"

namespace kigen::events {

/// The event log for tests and the simulation: keeps everything in memory and starts no thread, so a
/// single-threaded executor decides every interleaving. Outlives the executors of its callers.
class MemoryLog final : public EventLog, private History {
 public:
  /// Signs with a key that everyone knows.
  MemoryLog();
  explicit MemoryLog(Signer signer);

  /// Yields once, then stores at once.
  Task<Result<Appended>> append(AppendRequest request) override;
  Task<Result<std::vector<Appended>>> append_all(std::vector<AppendRequest> requests) override;
  Task<Result<std::vector<Record>>> read(Position from, std::size_t limit) override;
  Task<Result<std::vector<Record>>> read_stream(StreamId stream, Version from, std::size_t limit) override;
  Task<Result<std::optional<Appended>>> find_command(std::string command_id) override;
  Position end() const override { return growth_.end(); }
  Task<Result<>> wait_beyond(Position position) override { return growth_.wait_beyond(position); }
  Intake intake() const override { return intake_; }
  std::string trouble() const override { return intake_ == Intake::open ? "" : "as the test wants"; }
  Task<Result<TreeHead>> tree_head() override;
  Task<Result<std::string>> tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) override;
  Task<Result<std::string>> checkpoint() override;
  std::string verifier_key() const override { return signer_.verifier_key(); }

  /// Simulates a full disk (full), a failing one (failed), recovery (open) and shutdown (closed, for good).
  void set_intake(Intake intake);

 private:
  Result<StreamHead> head_of(const StreamId& stream) REQUIRES(mutex_) override;
  Result<std::optional<Appended>> landing_of(const std::string& command_id) REQUIRES(mutex_) override;
  Result<std::vector<Appended>> store(std::vector<AppendRequest> requests);
  void keep(Sequencer batch) REQUIRES(mutex_);
  Result<std::string> full_tile(TileId tile) const REQUIRES(mutex_);

  const Signer signer_;
  std::atomic<Intake> intake_ = Intake::open;
  Mutex mutex_;
  std::vector<Record> records_ GUARDED_BY(mutex_);
  std::unordered_map<StreamId, std::vector<Position>> streams_ GUARDED_BY(mutex_);
  std::unordered_map<std::string, Appended> commands_ GUARDED_BY(mutex_);
  TreeEdge edge_ GUARDED_BY(mutex_);
  std::map<TileId, std::string> full_tiles_ GUARDED_BY(mutex_);
  std::string checkpoint_ GUARDED_BY(mutex_);
  std::uint64_t checkpoint_size_ GUARDED_BY(mutex_) = 0;
  Growth growth_;
};

}  // namespace kigen::events
