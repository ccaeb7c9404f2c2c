#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "events/core/task.hpp"

namespace kigen::orchestrator {
namespace detail {

/// What the pool's thread leaves for the caller.
template <class Function>
struct Offloaded {
  Function work;
  std::optional<std::invoke_result_t<Function&>> value = {};
  std::exception_ptr thrown = {};

  void run() noexcept {
    try {
      value.emplace(work());
    } catch (...) {
      thrown = std::current_exception();
    }
  }
};

}  // namespace detail

/// Runs `work`, which may block and must return a value, on `pool`; resumes on the caller's executor with the
/// value, or rethrows. Work that has begun runs to its end even if the caller is cancelled: it owns what it
/// uses.
template <class Function>
Task<std::invoke_result_t<Function&>> offload(asio::any_io_executor pool, Function work) {
  auto shared = std::make_shared<detail::Offloaded<Function>>(std::move(work));
  auto start = [&](auto handler) {
    auto home =
        asio::prefer(asio::get_associated_executor(handler), asio::execution::outstanding_work.tracked);
    asio::post(pool, [shared, home, handler = std::move(handler)]() mutable {
      shared->run();
      asio::post(home, std::move(handler));
    });
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<asio::any_io_executor>, void()>(
      std::move(start), asio::use_awaitable);
  if (shared->thrown) std::rethrow_exception(shared->thrown);
  co_return *std::move(shared->value);
}

}  // namespace kigen::orchestrator
