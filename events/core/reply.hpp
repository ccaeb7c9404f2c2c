#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <variant>

#include "events/core/error.hpp"
#include "events/core/wake.hpp"

namespace kigen {

/// What work on another thread came to: its result, or what it threw.
template <class T>
using Outcome = std::variant<Result<T>, std::exception_ptr>;

/// One outcome, handed from any thread to the coroutine that waits for it on its own executor.
template <class T>
class Reply {
 public:
  explicit Reply(asio::any_io_executor executor) : wake_(std::make_shared<Wake>(std::move(executor))) {}

  /// Any thread, once.
  void send(Outcome<T> outcome) {
    outcome_.emplace(std::move(outcome));
    wake_->wake();
  }
  /// The result, or rethrows; operation_canceled when the caller was cancelled first.
  Task<Result<T>> receive(Patience patience) {
    if (!co_await wake_->sleep(patience))
      co_return fail(Error{std::make_error_code(std::errc::operation_canceled)});
    if (const auto* thrown = std::get_if<std::exception_ptr>(&*outcome_)) std::rethrow_exception(*thrown);
    co_return std::get<Result<T>>(*std::move(outcome_));
  }

 private:
  std::shared_ptr<Wake> wake_;
  std::optional<Outcome<T>> outcome_;
};

}  // namespace kigen
