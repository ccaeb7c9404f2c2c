#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace kigen {

namespace asio = boost::asio;

/// A lazily started coroutine. Async functions of ours return Task<Result<T>>.
template <class T>
using Task = asio::awaitable<T, asio::any_io_executor>;

}  // namespace kigen
