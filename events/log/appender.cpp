#include "events/log/appender.hpp"

#include <pthread.h>

#include <algorithm>

#include "events/log/disk_probe.hpp"
#include "events/log/recovery.hpp"

namespace kigen::events {
namespace {

constexpr std::chrono::milliseconds first_backoff{100};
constexpr std::chrono::milliseconds last_backoff{5'000};
/// Records that may be acknowledged and not yet under a checkpoint.
constexpr Position max_unsigned = 65'536;

template <class T>
void send(const std::weak_ptr<Reply<T>>& waiter, Result<T> answer) {
  if (const auto reply = waiter.lock()) reply->send(std::move(answer));
}

/// Whether any of them landed behind what was stored before.
bool is_new(const std::vector<Appended>& landed, Position end) {
  return std::ranges::any_of(landed, [end](const Appended& one) { return one.last() >= end; });
}

}  // namespace

Appender::Appender(Place place, AppendQueue& queue, DatabaseSlot& slot, Published& published,
                   CheckpointKeeper keeper, Instant newest, const Error& illness)
    : place_(std::move(place)),
      queue_(queue),
      slot_(slot),
      published_(published),
      keeper_(std::move(keeper)),
      acknowledged_(place_.folder),
      newest_(newest) {
  if (illness.code) fall_ill(illness);
  thread_ = std::thread([this] { run(); });
  ::pthread_setname_np(thread_.native_handle(), "kigen-append");
}

Appender::~Appender() {
  queue_.close();
  thread_.join();
}

void Appender::run() {
  for (bool last = false; !last;) {
    auto work = illness_.code ? queue_.take_after(backoff_) : queue_.take();
    last = work.last;
    if (illness_.code) heal();
    if (illness_.code)
      refuse(work.appends);
    else
      commit(std::move(work.appends));
    answer_checkpoints(work.checkpoints);
    sign_if_due();
  }
  // A log that ends in order ends under a checkpoint. Without it nothing is lost but that much proof.
  (void)sign();
}

void Appender::commit(std::vector<PendingAppend> appends) {
  const auto end = published_.growth.end();
  Sequencer batch(*this, end, newest_);
  std::vector<Result<std::vector<Appended>>> answers;
  answers.reserve(appends.size());
  for (auto& append : appends) answers.push_back(batch.add_all(std::move(append.requests)));
  if (batch.end() > end) {
    if (const auto stored = store(batch); !stored) {
      fall_ill(stored.error());
      // Every answer but that of a command kept earlier may rest on a record that was not kept.
      for (auto& answer : answers)
        if (!answer || is_new(*answer, end)) answer = fail(stored.error());
    }
  }
  for (std::size_t i = 0; i < appends.size(); ++i) send(appends[i].reply, std::move(answers[i]));
}

Result<> Appender::store(Sequencer& batch) {
  auto edge = published_.edge();
  std::vector<FullTile> full;
  for (const auto& made : batch.records()) edge.append(leaf_hash(made.bytes), full);
  TRY_DO(slot_.with(
      [&](Database& database) { return database.write(batch.records(), batch.commands(), full); }));
  TRY_DO(acknowledged_.note(batch.end()));
  publish(batch, std::move(edge));
  return {};
}

void Appender::publish(Sequencer& batch, TreeEdge edge) {
  newest_ = batch.newest();
  for (const auto& [stream, head] : batch.heads()) heads_.put(stream, head);
  std::vector<Record> records;
  records.reserve(batch.records().size());
  for (auto& made : batch.take_records()) records.push_back(std::move(made.record));
  published_.recent.add(std::move(records));
  published_.set_edge(std::move(edge));
  published_.growth.advance(batch.end());
}

void Appender::answer_checkpoints(const std::vector<PendingCheckpoint>& waiting) {
  if (waiting.empty()) return;
  const auto note = sign();
  for (const auto& waiter : waiting) send(waiter, note);
  if (!note && !illness_.code) fall_ill(note.error());
}

Result<> Appender::sign_anew() {
  TRY_DO(sign());
  return {};
}

void Appender::sign_if_due() {
  if (illness_.code || published_.growth.end() - keeper_.size() < max_unsigned) return;
  if (const auto note = sign(); !note) fall_ill(note.error());
}

Result<std::string> Appender::sign() {
  const auto edge = published_.edge();
  return keeper_.sign(edge.head(), [&](std::uint64_t size) {
    return slot_.with([&](Database& database) { return stored_root(database, edge, size); });
  });
}

void Appender::fall_ill(const Error& error) {
  illness_ = error;
  backoff_ = first_backoff;
  published_.set_intake(error.code == log_errc::storage_full ? Intake::full : Intake::failed,
                        describe(error));
}

void Appender::refuse(const std::vector<PendingAppend>& appends) const {
  for (const auto& append : appends) send<std::vector<Appended>>(append.reply, fail(illness_));
}

void Appender::heal() {
  auto healed = probe_disk(place_.folder, place_.env);
  if (healed) healed = reopen();
  if (healed) healed = sign_anew();
  if (healed) {
    illness_ = {};
    published_.set_intake(Intake::open);
    return;
  }
  const auto next = std::min(2 * backoff_, last_backoff);
  fall_ill(healed.error());
  backoff_ = next;
}

/// What was written but not acknowledged may be there or not: the disk decides, and all that is there counts.
Result<> Appender::reopen() {
  TRY_DO(check_replayable(place_.folder, place_.env));
  TRY_DO(slot_.reopen());
  const auto acknowledged = published_.edge().head();
  TRY(auto found, slot_.with([](Database& database) { return recover(database); }));
  if (found.end < acknowledged.size)
    return fail(log_errc::corrupt, std::to_string(acknowledged.size) +
                                       " records were acknowledged, the disk has " +
                                       std::to_string(found.end));
  TRY(const auto root,
      slot_.with([&](Database& database) { return stored_root(database, found.edge, acknowledged.size); }));
  if (root != acknowledged.root)
    return fail(log_errc::corrupt, "acknowledged records have changed on the disk");
  heads_.clear();
  newest_ = found.newest;
  published_.recent.clear();
  published_.recent.add(std::move(found.tail));
  published_.set_edge(std::move(found.edge));
  published_.growth.advance(found.end);
  return {};
}

Result<StreamHead> Appender::head_of(const StreamId& stream) {
  if (const auto known = heads_.find(stream)) return *known;
  TRY(const auto head, slot_.with([&](Database& database) { return database.head_of(stream); }));
  heads_.put(stream, head);
  return head;
}

Result<std::optional<Appended>> Appender::landing_of(const std::string& command_id) {
  return slot_.with([&](Database& database) { return database.landing_of(command_id); });
}

}  // namespace kigen::events
