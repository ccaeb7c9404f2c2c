#include "orchestrator/runtime/run_on.hpp"

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

namespace kigen::orchestrator::detail {

Task<void> finish_on(asio::any_io_executor executor, Task<void> task) {
  const auto start = [](auto handler, const asio::any_io_executor& there, Task<void> work) {
    const auto signal = std::make_shared<asio::cancellation_signal>();
    if (auto slot = asio::get_associated_cancellation_slot(handler); slot.is_connected())
      slot.assign([signal, there](asio::cancellation_type type) {
        asio::post(there, [signal, type] { signal->emit(type); });
      });
    const auto home = asio::get_associated_executor(handler, there);
    auto finish = [signal, handler = std::move(handler)](std::exception_ptr thrown) mutable {
      std::move(handler)(std::move(thrown));
    };
    asio::co_spawn(
        there, std::move(work),
        asio::bind_cancellation_slot(signal->slot(), asio::bind_executor(home, std::move(finish))));
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<asio::any_io_executor>,
                                          void(std::exception_ptr)>(start, asio::use_awaitable, executor,
                                                                    std::move(task));
}

}  // namespace kigen::orchestrator::detail
