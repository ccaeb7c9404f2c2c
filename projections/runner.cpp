#include "projections/runner.hpp"

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include "events/core/offload.hpp"

namespace kigen::projections {
namespace {

/// Large enough that a rebuild is fast, small enough that queries are not locked out for long at the commit.
constexpr std::size_t batch_size = 1'024;

}  // namespace

Runner::Runner(events::EventLog& log, Views& views, asio::any_io_executor pool, Pause pause)
    : log_(log),
      views_(views),
      pool_(std::move(pool)),
      pause_(std::move(pause)),
      progress_(views.position()) {}

Task<Result<>> Runner::run() {
  {
    const MutexLock lock(mutex_);
    running_ = true;
  }
  auto outcome = co_await follow();
  stopped(outcome);
  co_return outcome;
}

/// Never returns but with an error.
Task<Result<>> Runner::follow() {
  co_await asio::this_coro::throw_if_cancelled(false);
  events::Subscription subscription(log_, views_.position());
  while ((co_await asio::this_coro::cancellation_state).cancelled() == asio::cancellation_type::none) {
    CO_TRY(auto records, co_await subscription.next(batch_size));
    auto folded = co_await fold(std::move(records));
    while (!folded && pause_ && views_.has_unstored()) {
      tell(describe(folded.error()));
      CO_TRY_DO(co_await pause_());
      folded = co_await store_again();
    }
    tell({});
    progress_.advance(views_.position());
    CO_TRY_DO(folded);
  }
  co_return fail(Error{std::make_error_code(std::errc::operation_canceled)});
}

/// To the end even when cancelled: the work refers to the views.
Task<Result<>> Runner::fold(std::vector<events::Record> records) {
  auto work = [this, records = std::move(records)] { return views_.fold(records); };
  co_return co_await offload(pool_, std::move(work));
}

Task<Result<>> Runner::store_again() {
  auto work = [this] { return views_.store_again(); };
  co_return co_await offload(pool_, std::move(work));
}

void Runner::tell(std::string error) {
  const MutexLock lock(mutex_);
  error_ = std::move(error);
}

void Runner::stopped(const Result<>& outcome) {
  const bool was_asked = outcome.error().code == std::errc::operation_canceled;
  {
    const MutexLock lock(mutex_);
    running_ = false;
    if (!was_asked) error_ = describe(outcome.error());
  }
  progress_.close();
}

Task<Result<>> Runner::wait_until(Position position) { return progress_.wait_beyond(position); }

RunnerState Runner::state() const {
  const MutexLock lock(mutex_);
  return {.position = views_.position(), .end = log_.end(), .running = running_, .error = error_};
}

}  // namespace kigen::projections
