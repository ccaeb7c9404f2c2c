#include "orchestrator/runtime/lanes.hpp"

#include <algorithm>

namespace kigen::orchestrator {

Lanes::Hold& Lanes::Hold::operator=(Hold&& other) noexcept {
  std::swap(lanes_, other.lanes_);
  std::swap(held_, other.held_);
  return *this;
}

Lanes::Hold::~Hold() {
  if (lanes_ == nullptr) return;
  for (const auto& stream : held_) lanes_->release(stream);
}

Task<Lanes::Hold> Lanes::acquire(std::vector<StreamId> streams) {
  std::ranges::sort(streams);
  streams.erase(std::ranges::unique(streams).begin(), streams.end());
  for (const auto& stream : streams) {
    const auto [lane, was_free] = busy_.try_emplace(stream);
    if (was_free) continue;
    auto turn = std::make_shared<Signal>(loop_);
    lane->second.waiting.push_back(turn);
    std::ignore = co_await turn->wait();  // release hands the lane over: it stays busy
  }
  co_return Hold(*this, std::move(streams));
}

void Lanes::release(const StreamId& stream) {
  const auto lane = busy_.find(stream);
  if (lane->second.waiting.empty()) {
    busy_.erase(lane);
    return;
  }
  const auto next = std::move(lane->second.waiting.front());
  lane->second.waiting.pop_front();
  next->notify_all();
}

}  // namespace kigen::orchestrator
