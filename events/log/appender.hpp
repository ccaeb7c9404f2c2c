#pragma once

#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

#include "events/log/acknowledged_mark.hpp"
#include "events/log/append_queue.hpp"
#include "events/log/checkpoint_keeper.hpp"
#include "events/log/database_slot.hpp"
#include "events/log/head_cache.hpp"
#include "events/log/published.hpp"
#include "events/log/sequencer.hpp"

namespace kigen::events {

/// The one thread that writes a log. It gathers what waits into one synced write (a funnel), publishes it and
/// answers. After a failed write, or when a checkpoint could not be signed, it takes nothing more until the
/// disk works, the database was opened anew and a checkpoint stands over all, which it tries by itself, every
/// 100 ms at first and every 5 s at last. It signs when asked, and unasked when 65,536 records have come
/// since.
class Appender final : private History {
 public:
  struct Place {
    std::filesystem::path folder;  ///< of the log; where the disk is probed
    rocksdb::Env* env = nullptr;
  };
  /// `illness`: why the database could be opened for reading only; code unset: it can be written.
  Appender(Place place, AppendQueue& queue, DatabaseSlot& slot, Published& published, CheckpointKeeper keeper,
           Instant newest, const Error& illness = {});
  /// Does what waits, signs a last checkpoint, ends. The queue is closed from then on.
  ~Appender();

 private:
  void run();
  void commit(std::vector<PendingAppend> appends);
  Result<> store(Sequencer& batch);
  void publish(Sequencer& batch, TreeEdge edge);
  void answer_checkpoints(const std::vector<PendingCheckpoint>& waiting);
  Result<std::string> sign();
  void sign_if_due();
  Result<> sign_anew();

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
  AcknowledgedMark acknowledged_;
  HeadCache heads_;
  Instant newest_;
  Error illness_ = {};  // code unset: healthy
  std::chrono::milliseconds backoff_ = {};
  std::thread thread_;  // starts when all is there
};

}  // namespace kigen::events
