#include "orchestrator/runtime/world_keeper.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include <utility>

#include "events/codec/pack_plain.hpp"

namespace kigen::orchestrator {
namespace {

/// No aggregate has this name.
constexpr std::string_view mark_key = "mark";

}  // namespace

WorldKeeper::Mark WorldKeeper::mark_of(const events::Record& record) {
  return {record.position, record.stream, record.version, record.meta.time, record.meta.correlation};
}

Task<Result<World>> WorldKeeper::recall() {
  changed_.clear();
  kept_ = 0;
  if (rows_ == nullptr) co_return World();
  if (rows_->position() > 0) {
    auto recalled = co_await read_rows();
    if (recalled) co_return recalled;
    spdlog::warn("the state of the last run is folded anew from the event log: {}",
                 describe(recalled.error()));
  }
  last_ = {};
  if (const auto cleared = rows_->clear(); !cleared) {
    spdlog::warn("what the next start could recall is not kept: {}", describe(cleared.error()));
    rows_ = nullptr;
  }
  co_return World();
}

Task<Result<World>> WorldKeeper::read_rows() {
  World world;
  CO_TRY_DO(rows_->for_each(
      [&](std::string_view key, std::string_view bytes) { return read_row(world, key, bytes); }));
  CO_TRY_DO(co_await check_mark());
  kept_ = rows_->position();
  world.restored_to(kept_);
  co_return world;
}

Result<> WorldKeeper::read_row(World& world, std::string_view key, std::string_view bytes) {
  if (key != mark_key) return world.restore({std::string(key)}, bytes);
  auto mark = events::unpacked<Mark>(bytes);
  if (!mark) return fail(world_errc::undecodable, "the mark of the rows");
  last_ = *std::move(mark);
  return {};
}

Task<Result<>> WorldKeeper::check_mark() {
  const auto position = rows_->position();
  CO_TRY(const auto records, co_await log_.read(position - 1, 1));
  if (records.empty() || mark_of(records.front()) != last_)
    co_return fail(world_errc::out_of_order,
                   "the rows reflect " + std::to_string(position) + " records of another log");
  co_return Result<>{};
}

void WorldKeeper::note(const events::Record& record) {
  if (rows_ == nullptr) return;
  last_ = mark_of(record);
  changed_.insert(record.stream);
}

bool WorldKeeper::is_due(const World& world) const {
  return rows_ != nullptr && world.end() - kept_ >= every_;
}

std::vector<WorldRows::Change> WorldKeeper::next_changes(const World& world) {
  std::vector<WorldRows::Change> changes;
  while (!changed_.empty() && changes.size() < at_once_) {
    auto stream = std::move(changed_.extract(changed_.begin()).value());
    auto row = world.row_of(stream);
    changes.push_back({std::move(stream.text), std::move(row)});
  }
  return changes;
}

WorldKeeper::Part WorldKeeper::next_part(const World& world) {
  Part part{.changes = next_changes(world), .reflects = world.end(), .is_last = changed_.empty()};
  if (part.is_last) part.changes.push_back({std::string(mark_key), events::packed(last_)});
  return part;
}

Task<Result<>> WorldKeeper::write(Part part) {
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  auto written = co_await rows_->write(std::move(part.changes), part.is_last ? part.reflects : 0);
  if (!written) {
    rows_ = nullptr;
    changed_.clear();
  } else if (part.is_last) {
    kept_ = part.reflects;
  }
  co_return written;
}

Task<Result<>> WorldKeeper::keep(const World& world) {
  while (rows_ != nullptr && kept_ < world.end()) CO_TRY_DO(co_await write(next_part(world)));
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
