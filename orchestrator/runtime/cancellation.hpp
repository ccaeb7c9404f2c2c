#pragma once

#include <string>
#include <utility>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include "events/core/error.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

/// Asio tells an operation of a cancellation that happens during it, never of one before. So every operation
/// of ours that waits begins with: if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return
/// cancelled(…);
inline bool is_cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

inline std::unexpected<Error> cancelled(std::string what = {}) {
  return fail(Error{make_error_code(std::errc::operation_canceled), std::move(what)});
}

}  // namespace kigen::orchestrator
