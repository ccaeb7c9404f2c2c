#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::orchestrator {

/// Owns coroutines: starts them, logs how they failed, cancels them and waits for their end. Declare it last
/// in its class and stop it before the class goes. Used on its executor only.
class TaskGroup {
 public:
  TaskGroup(asio::any_io_executor executor, Clock& clock);
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  /// Cancels what `stop` was not called for; such a task must not touch its owner any more.
  ~TaskGroup();

  /// Starts `task`; `name` stands in the log when it fails. Dropped unstarted after stop().
  void spawn(std::string name, Task<Result<>> task);

  /// Cancels all and waits up to `grace`. Cancels once more then, for tasks that were shielding a clean-up,
  /// and waits as long again. Fails with timed_out and the names of those that still run.
  Task<Result<>> stop(Duration grace);

  std::size_t size() const;
  /// Returns once no task is left; new ones may be spawned meanwhile.
  Task<Result<>> wait_empty();

 private:
  struct State;
  void cancel_all();
  Task<Result<>> wait_empty_until(Instant deadline);

  std::shared_ptr<State> state_;  // shared with the tasks' completion handlers
  Clock& clock_;
};

}  // namespace kigen::orchestrator
