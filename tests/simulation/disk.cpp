#include "tests/simulation/disk.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "events/log/sequencer.hpp"
#include "tests/support/run.hpp"

namespace kigen::simulation {

using namespace std::chrono_literals;

Task<Result<events::Appended>> SimDisk::sync(events::AppendRequest request) {
  auto appended = co_await synced.append(std::move(request));
  on_synced();
  co_return appended;
}

void SimDisk::crash(SimRandom& random) {
  auto kept = random.below(writing.size() + 1);
  for (auto& each : writing) {
    if (kept-- == 0) break;
    std::ignore = tests::run(sync(std::move(each.request)));
  }
  writing.clear();
  if (random.chance(0.5)) rows = flushed_rows;
}

events::Intake SimLog::intake() const {
  if (failed_) return events::Intake::failed;
  return disk_.full_until && clock_.now() < *disk_.full_until ? events::Intake::full : events::Intake::open;
}

Duration SimLog::sync_time() {
  return random_.chance(faults_.slow_sync) ? random_.between(100ms, 20s) : random_.between(100us, 2ms);
}

Task<Result<events::Appended>> SimLog::append(events::AppendRequest request) {
  // Of its own, so that the shield does not stay with the caller.
  co_return co_await asio::co_spawn(loop_, write(std::move(request)), asio::use_awaitable);
}

Task<Result<events::Appended>> SimLog::write(events::AppendRequest request) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  CO_TRY_DO(events::refusal_while(intake()));
  if (random_.chance(faults_.full_disk)) disk_.full_until = clock_.now() + random_.between(1s, 10min);
  if (random_.chance(faults_.failed_sync)) failed_ = true;
  const auto place = disk_.writing.insert(disk_.writing.end(), {std::move(request)});
  CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + sync_time()));
  if (failed_) co_return fail(events::log_errc::storage_failed, "the sync failed");
  auto synced = std::move(place->request);
  disk_.writing.erase(place);
  co_return co_await disk_.sync(std::move(synced));
}

Task<Result<std::vector<events::Record>>> SimLog::read(Position from, std::size_t limit) {
  return disk_.synced.read(from, limit);
}
Task<Result<std::vector<events::Record>>> SimLog::read_stream(StreamId stream, Version from,
                                                              std::size_t limit) {
  return disk_.synced.read_stream(std::move(stream), from, limit);
}
Task<Result<std::optional<events::Appended>>> SimLog::find_command(std::string command_id) {
  return disk_.synced.find_command(std::move(command_id));
}

Task<Result<>> SimVault::put(SecretRef ref, Secret secret) {
  CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + random_.between(100us, 5ms)));
  co_return co_await disk_.secrets.put(ref, std::move(secret));
}

Result<> SimWorldRows::for_each(const Use& use) const {
  for (const auto& [key, bytes] : disk_.rows.rows) TRY_DO(use(key, bytes));
  return {};
}

Task<Result<>> SimWorldRows::write(std::vector<Change> changes, Position position) {
  CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + random_.between(10us, 20ms)));
  for (auto& [key, bytes] : changes) {
    if (bytes)
      disk_.rows.rows.insert_or_assign(std::move(key), *std::move(bytes));
    else
      disk_.rows.rows.erase(key);
  }
  disk_.rows.position = position;
  if (random_.chance(0.2)) disk_.flushed_rows = disk_.rows;
  co_return Result<>{};
}

Result<> SimWorldRows::clear() {
  disk_.rows = {};
  return {};
}

}  // namespace kigen::simulation
