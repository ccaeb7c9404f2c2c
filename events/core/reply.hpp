#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "events/core/error.hpp"
#include "events/core/wake.hpp"

namespace kigen {

/// One result, handed from any thread to the coroutine that waits for it on its own executor.
template <class T>
class Reply {
 public:
  explicit Reply(asio::any_io_executor executor) : wake_(std::make_shared<Wake>(std::move(executor))) {}

  /// Any thread, once.
  void send(Result<T> result) {
    result_.emplace(std::move(result));
    wake_->wake();
  }
  /// The result; operation_canceled when the caller was cancelled first.
  Task<Result<T>> receive(Patience patience) {
    if (co_await wake_->sleep(patience)) co_return std::move(*result_);
    co_return fail(Error{std::make_error_code(std::errc::operation_canceled)});
  }

 private:
  std::shared_ptr<Wake> wake_;
  std::optional<Result<T>> result_;
};

}  // namespace kigen
