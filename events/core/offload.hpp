#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "events/core/reply.hpp"

namespace kigen {
namespace detail {

template <class Work>
Outcome<typename std::invoke_result_t<Work&>::value_type> outcome_of(Work& work) noexcept {
  try {
    return work();
  } catch (...) {
    return std::current_exception();
  }
}

/// Calls `work`, which must not throw, on `pool`; true once it was called, false when the caller was
/// cancelled first. One for all kinds of work, as each costs a second of compilation.
Task<bool> call_on(asio::any_io_executor pool, std::move_only_function<void()> work, Patience patience);

template <class Pool>
asio::any_io_executor executor_of(Pool& pool) {
  if constexpr (requires { pool.get_executor(); })
    return pool.get_executor();
  else
    return pool;
}

}  // namespace detail

/// Runs `work`, a function that may block and returns a Result, on `pool` (an executor or execution context),
/// and resumes the caller on its own executor with that result, or rethrows what `work` threw. A caller with
/// Patience::cancellable returns at once when cancelled; the work then ends unseen, so it must own or outlive
/// what it uses.
template <class Pool, class Work>
Task<std::invoke_result_t<Work&>> offload(Pool&& pool, Work work, Patience patience = Patience::to_the_end) {
  using Value = typename std::invoke_result_t<Work&>::value_type;
  const auto outcome = std::make_shared<std::optional<Outcome<Value>>>();
  const bool ended = co_await detail::call_on(
      detail::executor_of(pool),
      [outcome, work = std::move(work)]() mutable { outcome->emplace(detail::outcome_of(work)); }, patience);
  if (!ended) co_return fail(Error{std::make_error_code(std::errc::operation_canceled)});
  if (const auto* thrown = std::get_if<std::exception_ptr>(&**outcome)) std::rethrow_exception(*thrown);
  co_return std::get<Result<Value>>(std::move(**outcome));
}

}  // namespace kigen
