#include "tests/simulation/disk.hpp"

#include <rocksdb/env.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

#include "events/log/sequencer.hpp"
#include "tests/support/run.hpp"

namespace kigen::simulation {

using namespace std::chrono_literals;

namespace {

const std::string folder_now(views_folder);
const std::string folder_before = folder_now + ".before";

/// The files of one folder take the place of another's; a lock that no process holds is not one of them.
void copy_files(rocksdb::Env& env, const std::string& from, const std::string& to) {
  const auto names_in = [&env](const std::string& folder) {
    std::vector<std::string> names;
    if (!env.GetChildren(folder, &names).ok()) names.clear();
    std::erase_if(names, [](std::string_view name) { return name == "." || name == ".." || name == "LOCK"; });
    return names;
  };
  for (const auto& name : names_in(to)) ensure(env.DeleteFile(to + "/" + name).ok(), name);
  ensure(env.CreateDirIfMissing(to).ok(), to);
  for (const auto& name : names_in(from)) {
    std::string bytes;
    ensure(rocksdb::ReadFileToString(&env, from + "/" + name, &bytes).ok(), name);
    ensure(rocksdb::WriteStringToFile(&env, bytes, to + "/" + name).ok(), name);
  }
}

/// What is behind is what may go wrong: the more there is, the more it is worth that an append fails.
double weight_of(std::size_t behind) { return 1 + 4 * static_cast<double>(behind); }

}  // namespace

void Depths::note(std::size_t behind) {
  constexpr std::size_t many = 4;
  ++failures;
  if (behind >= many) ++deep;
  deepest = std::max(deepest, behind);
}

void Depths::add(const Depths& others) {
  failures += others.failures;
  deep += others.deep;
  deepest = std::max(deepest, others.deepest);
}

SimDisk::SimDisk(orchestrator::Clock& clock, SimRandom random, const Faults& faults)
    : views(rocksdb::NewMemEnv(rocksdb::Env::Default())), clock_(clock), random_(random), faults_(faults) {}
SimDisk::~SimDisk() = default;

void SimDisk::begin_views() {
  forgets_views_ = random_.chance(0.3);
  if (forgets_views_) copy_files(*views, folder_now, folder_before);
}

void SimDisk::end_views() {
  if (std::exchange(forgets_views_, false)) copy_files(*views, folder_before, folder_now);
}

Result<std::vector<events::Appended>> SimDisk::keep(std::vector<events::AppendRequest> requests) {
  auto landed = tests::run(synced.append_all(std::move(requests)));
  on_synced();
  return landed;
}

void SimDisk::sync_through(const Appending& last) {
  while (!last.outcome) {
    const auto first = std::move(appending.front());
    appending.pop_front();
    first->outcome = loses_next() ? lose(std::move(first->requests)) : keep(std::move(first->requests));
  }
}

bool SimDisk::loses_next() {
  if (!random_.chance(faults_.failed_append * weight_of(appending.size()))) return false;
  depths_.note(appending.size());
  return true;
}

/// A beginning of them is kept all the same, which may be none or all.
Result<std::vector<events::Appended>> SimDisk::lose(std::vector<events::AppendRequest> requests) {
  requests.resize(random_.below(requests.size() + 1));
  if (!requests.empty()) std::ignore = keep(std::move(requests));
  return fail(events::log_errc::storage_failed, "these were lost");
}

events::Intake SimDisk::state() const {
  const auto now = clock_.now();
  if (failed_until_ && now < *failed_until_) return events::Intake::failed;
  return full_until_ && now < *full_until_ ? events::Intake::full : events::Intake::open;
}

events::Intake SimDisk::meet_write() {
  heal_if_due();
  if (state() != events::Intake::open) return state();
  if (random_.chance(faults_.full_disk)) full_until_ = clock_.now() + random_.between(1s, 10min);
  if (random_.chance(faults_.failed_sync * weight_of(appending.size()))) {
    depths_.note(appending.size());
    failed_until_ = clock_.now() + random_.between(100ms, random_.chance(0.5) ? 10s : 1h);
    ++illnesses_;
  }
  return state();
}

Duration SimDisk::sync_time() {
  return random_.chance(faults_.slow_sync) ? random_.between(100ms, 20s) : random_.between(100us, 2ms);
}

/// Records come to the disk one after the other, those of one append too.
void SimDisk::keep_a_beginning() {
  std::vector<events::AppendRequest> all;
  for (auto& written : std::exchange(appending, {}))
    std::ranges::move(written->requests, std::back_inserter(all));
  all.resize(random_.below(all.size() + 1));
  if (!all.empty()) std::ignore = keep(std::move(all));
}

void SimDisk::heal_if_due() {
  if (!failed_until_ || clock_.now() < *failed_until_) return;
  failed_until_.reset();
  keep_a_beginning();
}

void SimDisk::crash() {
  keep_a_beginning();
  failed_until_.reset();
  for (auto& put : putting)
    if (finds_unsynced()) std::ignore = tests::run(secrets.put(put.ref, std::move(put.secret)));
  putting.clear();
  if (random_.chance(0.5)) rows = flushed_rows;
  end_views();
}

void SimDisk::calm() {
  full_until_.reset();
  failed_until_.reset();
}

Task<Result<events::Appended>> SimLog::append(events::AppendRequest request) {
  CO_TRY(const auto landed, co_await append_all({std::move(request)}));
  co_return landed.front();
}

Task<Result<std::vector<events::Appended>>> SimLog::append_all(std::vector<events::AppendRequest> requests) {
  // Of its own, so that the shield does not stay with the caller.
  co_return co_await asio::co_spawn(loop_, write(std::move(requests)), asio::use_awaitable);
}

Task<Result<std::vector<events::Appended>>> SimLog::write(std::vector<events::AppendRequest> requests) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  const auto well = disk_.illnesses();
  const auto met = disk_.meet_write();
  // The write that falls ill may be found when the disk works again.
  if (met != events::Intake::failed || well == disk_.illnesses()) CO_TRY_DO(events::refusal_while(met));
  const auto mine = std::make_shared<SimDisk::Appending>(std::move(requests));
  disk_.appending.push_back(mine);
  CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + disk_.sync_time()));
  if (mine->outcome) co_return *std::move(mine->outcome);
  if (well != disk_.illnesses()) co_return fail(events::log_errc::storage_failed, "the sync failed");
  disk_.sync_through(*mine);
  co_return *std::move(mine->outcome);
}

Task<Result<std::vector<events::Record>>> SimLog::read(Position from, std::size_t limit) {
  if (longest_read_ > Duration{0})
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + disk_.read_time(longest_read_)));
  co_return co_await disk_.synced.read(from, limit);
}
Task<Result<std::vector<events::Record>>> SimLog::read_stream(StreamId stream, Version from,
                                                              std::size_t limit) {
  return disk_.synced.read_stream(std::move(stream), from, limit);
}
Task<Result<std::optional<events::Appended>>> SimLog::find_command(std::string command_id) {
  return disk_.synced.find_command(std::move(command_id));
}

Task<Result<>> SimVault::put(SecretRef ref, Secret secret) {
  co_return co_await asio::co_spawn(loop_, write(ref, std::move(secret)), asio::use_awaitable);
}

Task<Result<>> SimVault::write(SecretRef ref, Secret secret) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  const auto failed = [] { return fail(orchestrator::vault_errc::write_failed, "simulated"); };
  const auto well = disk_.illnesses();
  const auto met = disk_.meet_write();
  if (met == events::Intake::full) co_return failed();
  const auto place = disk_.putting.insert(disk_.putting.end(), {ref, std::move(secret)});
  CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + disk_.sync_time()));
  auto put = std::move(*place);
  disk_.putting.erase(place);
  const bool synced = met == events::Intake::open && well == disk_.illnesses();
  if (synced || disk_.finds_unsynced()) CO_TRY_DO(co_await disk_.secrets.put(ref, std::move(put.secret)));
  if (!synced) co_return failed();
  co_return Result<>{};
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
