#include "tests/support/virtual_clock.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/runtime/cancellation.hpp"

namespace kigen::tests {

/// Lives in the sleeping coroutine's frame; leaves the map when woken, or when the frame goes.
struct VirtualClock::Sleeper {
  Sleeper(std::multimap<Instant, Sleeper*>& all, Instant when, const asio::any_io_executor& executor)
      : all_sleepers(all),
        timer(executor, asio::steady_timer::time_point::max()),
        place(all.emplace(when, this)) {}
  Sleeper(const Sleeper&) = delete;
  Sleeper& operator=(const Sleeper&) = delete;
  ~Sleeper() { leave(); }

  void leave() {
    if (place != all_sleepers.end()) all_sleepers.erase(std::exchange(place, all_sleepers.end()));
  }
  void wake() {
    woken = true;
    leave();
    timer.cancel();
  }

  std::multimap<Instant, Sleeper*>& all_sleepers;
  asio::steady_timer timer;
  std::multimap<Instant, Sleeper*>::iterator place;
  bool woken = false;
};

Task<Result<>> VirtualClock::sleep_until(Instant when) {
  if (orchestrator::is_cancelled(co_await asio::this_coro::cancellation_state))
    co_return orchestrator::cancelled();
  if (when <= now_) co_return Result<>{};
  Sleeper self(sleepers_, when, co_await asio::this_coro::executor);
  co_await self.timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (self.woken) co_return Result<>{};
  co_return orchestrator::cancelled();
}

void VirtualClock::wake_first() {
  const auto [when, sleeper] = *sleepers_.begin();
  now_ = std::max(now_, when);
  sleeper->wake();
}

bool VirtualClock::advance() {
  if (sleepers_.empty()) return false;
  wake_first();
  return true;
}

void VirtualClock::advance_by(Duration step) {
  const auto until = now_ + step;
  while (!sleepers_.empty() && sleepers_.begin()->first <= until) wake_first();
  now_ = until;
}

void run_virtual(asio::io_context& io, VirtualClock& clock) {
  do {
    io.restart();
    while (io.poll() > 0) {
    }
  } while (clock.advance());
}

}  // namespace kigen::tests
