#include "events/log/growth.hpp"

#include <boost/asio/this_coro.hpp>

#include "events/log/event_log.hpp"

namespace kigen::events {

Task<Result<>> Growth::wait_beyond(Position position) {
  auto reply = std::make_shared<Reply<void>>(co_await asio::this_coro::executor);
  CO_TRY(const bool there, look_or_wait(position, reply));
  if (there) co_return Result<>{};
  co_return co_await reply->receive(Patience::cancellable);
}

Result<bool> Growth::look_or_wait(Position position, const std::shared_ptr<Reply<void>>& reply) {
  const MutexLock lock(mutex_);
  if (end() > position) return true;
  if (closed_) return fail(log_errc::closed);
  std::erase_if(waiters_, [](const Waiter& waiter) { return waiter.reply.expired(); });
  waiters_.push_back({position, reply});
  return false;
}

void Growth::advance(Position end) {
  const MutexLock lock(mutex_);
  end_.store(end, std::memory_order_release);
  std::erase_if(waiters_, [&](const Waiter& waiter) {
    if (waiter.beyond >= end) return false;
    if (const auto reply = waiter.reply.lock()) reply->send({});
    return true;
  });
}

void Growth::close() {
  const MutexLock lock(mutex_);
  closed_ = true;
  for (const auto& waiter : waiters_)
    if (const auto reply = waiter.reply.lock()) reply->send(fail(log_errc::closed));
  waiters_.clear();
}

}  // namespace kigen::events
