#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/io_context.hpp>

#include "orchestrator/net/tcp.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "tests/support/run_task.hpp"

namespace kigen::tests {

/// A TCP server on loopback that does to each connection what the test says.
class ScriptedServer {
 public:
  using Script = std::function<Task<Result<>>(std::unique_ptr<orchestrator::ByteStream>)>;

  ScriptedServer(asio::io_context& io, Script script)
      : io_(io),
        script_(std::move(script)),
        listener_(orchestrator::net::TcpListener::open(io.get_executor(), {"127.0.0.1", 0}).value()) {
    tasks_.spawn("scripted server", accept_all());
  }
  ~ScriptedServer() {
    listener_->close();
    EXPECT_TRUE(run_task(io_, tasks_.stop(std::chrono::seconds(5))));
  }
  std::uint16_t port() const { return listener_->port(); }

 private:
  Task<Result<>> accept_all() {
    for (;;) {
      CO_TRY(auto accepted, co_await listener_->accept());
      tasks_.spawn("connection", script_(std::move(accepted.stream)));
    }
  }

  asio::io_context& io_;
  Script script_;
  std::unique_ptr<orchestrator::net::TcpListener> listener_;
  orchestrator::SystemClock clock_;
  orchestrator::TaskGroup tasks_{io_.get_executor(), clock_};
};

/// Reads until `end` came by; everything so far.
inline Task<Result<std::string>> read_until(orchestrator::ByteStream& stream, std::string_view end) {
  std::string text;
  std::array<char, 1024> some;
  while (text.find(end) == std::string::npos) {
    CO_TRY(const auto count, co_await stream.read_some(some));
    if (count == 0) co_return text;
    text.append(some.data(), count);
  }
  co_return text;
}

/// Sends `bytes` again and again until the other side goes.
inline Task<Result<>> send_for_ever(orchestrator::ByteStream& stream, std::string bytes) {
  for (;;) CO_TRY_DO(co_await stream.write(bytes));
}

/// Keeps the connection until the other side goes.
inline Task<Result<>> stay(orchestrator::ByteStream& stream) {
  std::array<char, 1024> some;
  for (;;) {
    CO_TRY(const auto count, co_await stream.read_some(some));
    if (count == 0) co_return Result<>{};
  }
}

}  // namespace kigen::tests
