#include "tests/simulation/output.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

namespace kigen::simulation {
namespace {

thread_local std::string said;

class Listener final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  void sink_it_(const spdlog::details::log_msg& message) override {
    said.append(message.payload.data(), message.payload.size()) += '\n';
  }
  void flush_() override {}
};

}  // namespace

void listen_to_output() {
  spdlog::set_default_logger(std::make_shared<spdlog::logger>("simulation", std::make_shared<Listener>()));
  spdlog::set_level(spdlog::level::trace);
}

std::string take_output() { return std::exchange(said, {}); }

}  // namespace kigen::simulation
