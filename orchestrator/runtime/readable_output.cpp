#include "orchestrator/runtime/readable_output.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <string_view>

#include "events/core/readable.hpp"

namespace kigen::orchestrator {
namespace {

/// The usual lines, their messages readable.
class ReadableFormatter final : public spdlog::formatter {
 public:
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& line) override {
    const auto words = readable({message.payload.data(), message.payload.size()});
    auto shown = message;
    shown.payload = words;
    lines_.format(shown, line);
    // Where the colour begins and ends, for terminals.
    message.color_range_start = shown.color_range_start;
    message.color_range_end = shown.color_range_end;
  }
  std::unique_ptr<spdlog::formatter> clone() const override { return std::make_unique<ReadableFormatter>(); }

 private:
  spdlog::pattern_formatter lines_;
};

}  // namespace

void keep_output_readable() { spdlog::set_formatter(std::make_unique<ReadableFormatter>()); }

}  // namespace kigen::orchestrator
