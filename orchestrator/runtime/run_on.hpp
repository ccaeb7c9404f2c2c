#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <exception>
#include <memory>
#include <utility>

#include "events/core/task.hpp"

namespace kigen::orchestrator {

/// Runs `task` on `executor` and resumes the caller, on its own executor, with what the task returned or
/// threw. `executor` runs one step at a time: a loop, or a strand. A cancellation of the caller reaches the
/// task on `executor`; the caller waits for the task's end all the same. Why not co_spawn alone: it hands a
/// cancellation to another executor by a pointer into an operation that may have ended meanwhile (Boost 1.81,
/// asio/impl/co_spawn.hpp).
template <class T>
Task<T> run_on(asio::any_io_executor executor, Task<T> task) {
  const auto start = [](auto handler, const asio::any_io_executor& there, Task<T> work) {
    const auto signal = std::make_shared<asio::cancellation_signal>();
    if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
      slot.assign([signal, there](asio::cancellation_type type) {
        asio::post(there, [signal, type] { signal->emit(type); });
      });
    const auto home = asio::get_associated_executor(handler, there);
    auto finish = [signal, handler = std::move(handler)](std::exception_ptr thrown, T value) mutable {
      std::move(handler)(std::move(thrown), std::move(value));
    };
    asio::co_spawn(
        there, std::move(work),
        asio::bind_cancellation_slot(signal->slot(), asio::bind_executor(home, std::move(finish))));
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<asio::any_io_executor>,
                                          void(std::exception_ptr, T)>(start, asio::use_awaitable, executor,
                                                                       std::move(task));
}

}  // namespace kigen::orchestrator
