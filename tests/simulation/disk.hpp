#pragma once

#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "events/log/memory_log.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/ports/world_rows.hpp"
#include "orchestrator/vault/memory_vault.hpp"
#include "tests/simulation/faults.hpp"

namespace rocksdb {
class Env;
}

namespace kigen::simulation {

/// The World's rows at some position; all of them at once.
struct SimRows {
  std::map<std::string, std::string, std::less<>> rows;
  Position position = 0;
};

/// How many appends were behind those that failed, and failed with them or had to.
struct Depths {
  std::uint64_t failures = 0;
  std::uint64_t deep = 0;  ///< failures with so many behind that each kind of command can be among them
  std::size_t deepest = 0;
  void note(std::size_t behind);
  void add(const Depths& others);
};

/// What outlives a process: the synced log and vault, and what is written and not yet synced.
class SimDisk {
 public:
  SimDisk(orchestrator::Clock& clock, SimRandom random, const Faults& faults);
  ~SimDisk();

  struct Put {
    SecretRef ref;
    Secret secret;
  };
  /// Appends on their way to the disk, and what became of them once that is known.
  struct Appending {
    std::vector<events::AppendRequest> requests;
    std::optional<Result<std::vector<events::Appended>>> outcome = {};
  };
  events::MemoryLog synced;
  std::list<std::shared_ptr<Appending>> appending;  ///< as they were written
  orchestrator::vault::MemoryVault secrets;
  std::list<Put> putting;
  SimRows rows;                               ///< as written; a crash may take it back to
  SimRows flushed_rows;                       ///< these
  const std::unique_ptr<rocksdb::Env> views;  ///< files of the views, in `views_folder`
  std::function<void()> on_synced = [] {};    ///< there are more durable records

  /// One sync is over: all that was written up to `last` is durable.
  void sync_through(const Appending& last);
  /// What a write may meet. Full and failed last for a while.
  events::Intake meet_write();
  events::Intake state() const;
  /// How often syncing began to fail: whose write began under another number has failed with it.
  unsigned illnesses() const { return illnesses_; }
  const Depths& depths() const { return depths_; }
  Duration sync_time();
  Duration read_time(Duration longest) { return random_.between(Duration{0}, longest); }
  /// Whether one file that was not synced is found.
  bool finds_unsynced() { return random_.chance(0.5); }
  /// If syncing works again: of what was being written a random beginning is found.
  void heal_if_due();
  /// The power fails: of what was not synced a random beginning is found again.
  void crash();
  /// A process begins: what it writes to the views' files may be gone after its end.
  void begin_views();
  /// No trouble any more.
  void calm();

 private:
  /// Whether the next ones fail by themselves, while the disk goes on.
  bool loses_next();
  Result<std::vector<events::Appended>> lose(std::vector<events::AppendRequest> requests);
  void keep_a_beginning();
  Result<std::vector<events::Appended>> keep(std::vector<events::AppendRequest> requests);
  void end_views();

  orchestrator::Clock& clock_;
  SimRandom random_;
  const Faults& faults_;
  std::optional<Instant> full_until_;
  std::optional<Instant> failed_until_;
  unsigned illnesses_ = 0;
  Depths depths_;
  bool forgets_views_ = false;
};

inline constexpr std::string_view views_folder = "/views";

/// The event log of one process on a SimDisk: an append is durable once a sync in virtual time is over, as is
/// all that was written before it. Like RocksLog it takes appends again by itself when the disk works.
/// Reading takes up to `longest_read`.
class SimLog final : public events::EventLog {
 public:
  SimLog(SimDisk& disk, asio::any_io_executor loop, orchestrator::Clock& clock, Duration longest_read = {})
      : disk_(disk), loop_(std::move(loop)), clock_(clock), longest_read_(longest_read) {}

  Task<Result<events::Appended>> append(events::AppendRequest request) override;
  Task<Result<std::vector<events::Appended>>> append_all(
      std::vector<events::AppendRequest> requests) override;
  Task<Result<std::vector<events::Record>>> read(Position from, std::size_t limit) override;
  Task<Result<std::vector<events::Record>>> read_stream(StreamId stream, Version from,
                                                        std::size_t limit) override;
  Task<Result<std::optional<events::Appended>>> find_command(std::string command_id) override;
  Position end() const override { return disk_.synced.end(); }
  Task<Result<>> wait_beyond(Position position) override { return disk_.synced.wait_beyond(position); }
  events::Intake intake() const override { return disk_.state(); }
  Task<Result<events::TreeHead>> tree_head() override { return disk_.synced.tree_head(); }
  Task<Result<std::string>> tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) override {
    return disk_.synced.tile(level, index, width);
  }
  Task<Result<std::string>> checkpoint() override { return disk_.synced.checkpoint(); }
  std::string trouble() const override { return disk_.synced.trouble(); }
  std::string verifier_key() const override { return disk_.synced.verifier_key(); }

 private:
  Task<Result<std::vector<events::Appended>>> write(std::vector<events::AppendRequest> requests);

  SimDisk& disk_;
  asio::any_io_executor loop_;
  orchestrator::Clock& clock_;
  Duration longest_read_;
};

/// The vault of one process on a SimDisk. Like FileVault it answers when the secret is synced; one whose
/// write failed or was cut off is there or not.
class SimVault final : public orchestrator::Vault {
 public:
  SimVault(SimDisk& disk, asio::any_io_executor loop, orchestrator::Clock& clock)
      : disk_(disk), loop_(std::move(loop)), clock_(clock) {}
  Task<Result<>> put(SecretRef ref, Secret secret) override;
  Task<Result<Secret>> get(SecretRef ref) override { return disk_.secrets.get(ref); }
  Task<Result<>> erase(SecretRef ref) override { return disk_.secrets.erase(ref); }
  Task<Result<std::vector<SecretRef>>> list() override { return disk_.secrets.list(); }

 private:
  Task<Result<>> write(SecretRef ref, Secret secret);

  SimDisk& disk_;
  asio::any_io_executor loop_;
  orchestrator::Clock& clock_;
};

/// The World's rows of one process on a SimDisk: never synced, flushed now and then.
class SimWorldRows final : public orchestrator::WorldRows {
 public:
  SimWorldRows(SimDisk& disk, orchestrator::Clock& clock, SimRandom random)
      : disk_(disk), clock_(clock), random_(random) {}
  Position position() const override { return disk_.rows.position; }
  Result<> for_each(const Use& use) const override;
  Task<Result<>> write(std::vector<Change> changes, Position position) override;
  Result<> clear() override;

 private:
  SimDisk& disk_;
  orchestrator::Clock& clock_;
  SimRandom random_;
};

}  // namespace kigen::simulation
