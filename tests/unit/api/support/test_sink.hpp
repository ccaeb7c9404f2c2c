#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "orchestrator/net/http_server.hpp"

namespace kigen::tests {

/// Keeps what is written; leaves when the test says so.
class TestSink final : public orchestrator::net::ByteSink {
 public:
  explicit TestSink(std::function<bool(const std::string&)> enough) : enough_(std::move(enough)) {}
  Task<Result<>> write(std::string_view bytes) override {
    text += bytes;
    if (enough_(text)) co_return fail(Error{make_error_code(std::errc::connection_reset)});
    co_return Result<>{};
  }
  std::string text;

 private:
  std::function<bool(const std::string&)> enough_;
};

}  // namespace kigen::tests
