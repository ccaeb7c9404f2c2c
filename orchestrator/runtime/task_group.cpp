#include "orchestrator/runtime/task_group.hpp"

#include <list>

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include "orchestrator/runtime/signal.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::orchestrator {
namespace {

struct Running {
  std::string name;
  asio::cancellation_signal cancel = {};
};

bool is_cancellation(const std::error_code& code) { return code == std::errc::operation_canceled; }

void log_exception(const std::string& name, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    if (!is_cancellation(error.code())) spdlog::error("{}: {}", name, error.what());
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", name, error.what());
  }
}

void log_end(const std::string& name, const std::exception_ptr& thrown, const Result<>& result) {
  if (thrown) return log_exception(name, thrown);
  if (!result && !is_cancellation(result.error().code))
    spdlog::warn("{}: {}", name, describe(result.error()));
}

}  // namespace

struct TaskGroup::State {
  explicit State(asio::any_io_executor on) : executor(std::move(on)), ended(executor) {}

  asio::any_io_executor executor;
  std::list<Running> running = {};
  Signal ended;
  bool stopping = false;
};

TaskGroup::TaskGroup(asio::any_io_executor executor, Clock& clock)
    : state_(std::make_shared<State>(std::move(executor))), clock_(clock) {}

TaskGroup::~TaskGroup() { cancel_all(); }

std::size_t TaskGroup::size() const { return state_->running.size(); }

void TaskGroup::spawn(std::string name, Task<Result<>> task) {
  if (state_->stopping) return;
  const auto self = state_->running.emplace(state_->running.end(), std::move(name));
  auto on_end = [state = state_, self](const std::exception_ptr& thrown, const Result<>& result) {
    log_end(self->name, thrown, result);
    state->running.erase(self);
    state->ended.notify_all();
  };
  asio::co_spawn(state_->executor, std::move(task),
                 asio::bind_cancellation_slot(self->cancel.slot(), std::move(on_end)));
}

void TaskGroup::cancel_all() {
  for (auto at = state_->running.begin(); at != state_->running.end();)
    (at++)->cancel.emit(
        asio::cancellation_type::terminal);  // an emission may end its own task, never another
}

Task<Result<>> TaskGroup::wait_empty() {
  while (!state_->running.empty()) CO_TRY_DO(co_await state_->ended.wait());
  co_return Result<>{};
}

Task<Result<>> TaskGroup::wait_empty_until(Instant deadline) {
  co_return co_await with_deadline(clock_, deadline, wait_empty());
}

Task<Result<>> TaskGroup::stop(Duration grace) {
  state_->stopping = true;
  for (int round = 0; round < 2 && !state_->running.empty(); ++round) {
    cancel_all();
    std::ignore = co_await wait_empty_until(clock_.now() + grace);
  }
  if (state_->running.empty()) co_return Result<>{};
  std::string names;
  for (const auto& task : state_->running) names += (names.empty() ? "" : ", ") + task.name;
  co_return fail(Error{make_error_code(std::errc::timed_out), "still running: " + names});
}

}  // namespace kigen::orchestrator
