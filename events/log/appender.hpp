#pragma once

#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "events/log/append_queue.hpp"
#include "events/log/checkpoint_keeper.hpp"
#include "events/log/database_slot.hpp"
#include "events/log/head_cache.hpp"
#include "events/log/published.hpp"
#include "events/log/sequencer.hpp"

namespace kigen::events {

/// The one thread that writes a log. It gathers what waits into one synced write (a funnel), publishes it and
/// answers. After a failed write it takes nothing more until the disk works and the database was opened anew,
/// which it tries by itself, every 100 ms at first and every 5 s at last.
class Appender final : private History {
 public:
  struct Place {
    std::filesystem::path folder;  ///< where the disk is probed
    rocksdb::Env* env = nullptr;
  };
  Appender(Place place, AppendQueue& queue, DatabaseSlot& slot, Published& published, CheckpointKeeper keeper,
           Instant newest);
  /// Does what waits, signs a last checkpoint, ends. The queue is closed from then on.
  ~Appender();

 private:
  void run();
  void commit(std::vector<PendingAppend> appends);
  Result<> store(Sequencer& batch);
  void publish(Sequencer& batch, TreeEdge edge);
  void answer_checkpoints(const std::vector<PendingCheckpoint>& waiting);
  Result<std::string> sign();

  void fall_ill(const Error& error);
  void refuse(const std::vector<PendingAppend>& appends) const;
  void heal();
  Result<> reopen();

  Result<StreamHead> head_of(const StreamId& stream) override;
  Result<std::optional<Appended>> landing_of(const std::string& command_id) override;

  const Place place_;
  AppendQueue& queue_;
  DatabaseSlot& slot_;
  Published& published_;
  CheckpointKeeper keeper_;
  HeadCache heads_;
  Instant newest_;
  Error illness_ = {};  // code unset: healthy
  std::chrono::milliseconds backoff_ = {};
  std::thread thread_;  // last: starts when all is there
};

}  // namespace kigen::events
