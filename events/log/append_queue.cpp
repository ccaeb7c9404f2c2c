#include "events/log/append_queue.hpp"

#include <limits>
#include <utility>

namespace kigen::events {
namespace {

constexpr std::size_t max_waiting = 16'384;
constexpr std::size_t max_waiting_bytes = 64 << 20;
constexpr std::size_t max_batch = 1'024;
constexpr std::size_t max_batch_bytes = 8 << 20;
constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max();

std::size_t payload_bytes(const std::vector<AppendRequest>& requests) {
  std::size_t bytes = 0;
  for (const auto& request : requests)
    for (const auto& part : request.streams)
      for (const auto& event : part.events) bytes += event.payload.size();
  return bytes;
}

}  // namespace

Result<> AppendQueue::push(PendingAppend append) {
  const auto bytes = payload_bytes(append.requests);
  const auto count = append.requests.size();
  const MutexLock lock(mutex_);
  if (closed_) return fail(log_errc::closed);
  const bool is_full = waiting_ + count > max_waiting || bytes_ + bytes > max_waiting_bytes;
  if (is_full && !appends_.empty()) return fail(log_errc::overloaded);
  appends_.push_back({std::move(append), bytes});
  waiting_ += count;
  bytes_ += bytes;
  changed_.notify_one();
  return {};
}

Result<> AppendQueue::push(PendingCheckpoint checkpoint) {
  const MutexLock lock(mutex_);
  if (closed_) return fail(log_errc::closed);
  checkpoints_.push_back(std::move(checkpoint));
  changed_.notify_one();
  return {};
}

void AppendQueue::close() {
  const MutexLock lock(mutex_);
  closed_ = true;
  changed_.notify_one();
}

Work AppendQueue::take() {
  const MutexLock lock(mutex_);
  while (!closed_ && appends_.empty() && checkpoints_.empty()) changed_.wait(mutex_);
  return cut(max_batch, max_batch_bytes);
}

Work AppendQueue::take_after(std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  const MutexLock lock(mutex_);
  while (!closed_ && changed_.wait_until(mutex_, end)) {
  }
  return cut(no_limit, no_limit);
}

Work AppendQueue::cut(std::size_t max_appends, std::size_t max_bytes) {
  Work work;
  for (std::size_t count = 0, bytes = 0; !appends_.empty() && count < max_appends && bytes < max_bytes;) {
    auto& next = appends_.front();
    count += next.append.requests.size();
    waiting_ -= next.append.requests.size();
    bytes += next.bytes;
    bytes_ -= next.bytes;
    work.appends.push_back(std::move(next.append));
    appends_.pop_front();
  }
  work.checkpoints = std::exchange(checkpoints_, {});
  work.last = closed_ && appends_.empty();
  return work;
}

}  // namespace kigen::events
