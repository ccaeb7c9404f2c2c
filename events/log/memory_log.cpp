#include "events/log/memory_log.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "events/log/checkpoint.hpp"
#include "events/log/command_key.hpp"

namespace kigen::events {
namespace {

Signer known_signer() { return *Signer::from_seed("kigen-memory", std::array<std::uint8_t, 32>{}); }

}  // namespace

MemoryLog::MemoryLog() : MemoryLog(known_signer()) {}
MemoryLog::MemoryLog(Signer signer) : signer_(std::move(signer)) {}

Task<Result<Appended>> MemoryLog::append(AppendRequest request) {
  std::vector<AppendRequest> alone;
  alone.push_back(std::move(request));
  CO_TRY(const auto landed, co_await append_all(std::move(alone)));
  co_return landed.front();
}

Task<Result<std::vector<Appended>>> MemoryLog::append_all(std::vector<AppendRequest> requests) {
  for (const auto& request : requests) CO_TRY_DO(validate(request));
  co_await asio::post(asio::use_awaitable);
  co_return store(std::move(requests));
}

Result<std::vector<Appended>> MemoryLog::store(std::vector<AppendRequest> requests) {
  const MutexLock lock(mutex_);
  TRY_DO(refusal_while(intake_));
  Sequencer batch(*this, records_.size(), records_.empty() ? Instant{} : records_.back().meta.time);
  auto landed = batch.add_all(std::move(requests));
  keep(std::move(batch));
  return landed;
}

void MemoryLog::keep(Sequencer batch) {
  commands_.insert(batch.commands().begin(), batch.commands().end());
  for (auto& made : batch.take_records()) {
    std::vector<FullTile> full;
    edge_.append(leaf_hash(made.bytes), full);
    for (auto& tile : full) full_tiles_[tile.id] = std::move(tile.bytes);
    streams_[made.record.stream].push_back(made.record.position);
    records_.push_back(std::move(made.record));
  }
  growth_.advance(records_.size());
}

Task<Result<std::vector<Record>>> MemoryLog::read(Position from, std::size_t limit) {
  const MutexLock lock(mutex_);
  const auto first = std::min<std::uint64_t>(from, records_.size());
  const auto count = std::min<std::uint64_t>(limit, records_.size() - first);
  const auto begin = records_.begin() + static_cast<std::ptrdiff_t>(first);
  co_return std::vector<Record>(begin, begin + static_cast<std::ptrdiff_t>(count));
}

Task<Result<std::vector<Record>>> MemoryLog::read_stream(StreamId stream, Version from, std::size_t limit) {
  const MutexLock lock(mutex_);
  std::vector<Record> found;
  const auto positions = streams_.find(stream);
  if (positions == streams_.end()) co_return found;
  for (auto i = std::max<Version>(from, 1) - 1; i < positions->second.size() && found.size() < limit; ++i)
    found.push_back(records_[positions->second[i]]);
  co_return found;
}

Task<Result<std::optional<Appended>>> MemoryLog::find_command(std::string command_id) {
  const MutexLock lock(mutex_);
  co_return landing_of(command_id);
}

Result<std::optional<Appended>> MemoryLog::landing_of(const std::string& command_id) {
  const auto found = commands_.find(std::string(command_key(command_id)));
  return found == commands_.end() ? std::nullopt : std::optional(found->second);
}

Result<StreamHead> MemoryLog::head_of(const StreamId& stream) {
  const auto found = streams_.find(stream);
  if (found == streams_.end()) return StreamHead{};
  return StreamHead{found->second.size(), found->second.back()};
}

Task<Result<TreeHead>> MemoryLog::tree_head() {
  const MutexLock lock(mutex_);
  co_return edge_.head();
}

Result<std::string> MemoryLog::full_tile(TileId tile) const { return full_tiles_.at(tile); }

Task<Result<std::string>> MemoryLog::tile(std::uint8_t level, std::uint64_t index, std::uint16_t width) {
  const MutexLock lock(mutex_);
  co_return read_tile(edge_, {level, index}, width,
                      [this](TileId id) REQUIRES(mutex_) { return full_tile(id); });
}

Task<Result<std::string>> MemoryLog::checkpoint() {
  const MutexLock lock(mutex_);
  if (checkpoint_.empty() || checkpoint_size_ != edge_.size()) {
    checkpoint_ = sign_checkpoint(signer_, edge_.head());
    checkpoint_size_ = edge_.size();
  }
  co_return checkpoint_;
}

void MemoryLog::set_intake(Intake intake) {
  if (intake_.load() == Intake::closed) return;
  intake_ = intake;
  if (intake == Intake::closed) growth_.close();
}

}  // namespace kigen::events
