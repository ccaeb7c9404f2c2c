#pragma once

#include <string>
#include <string_view>

#include "events/log/event_log.hpp"

namespace kigen::tests {

/// An append of small made-up events to one stream.
events::AppendRequest request(std::string_view stream, Version expected, std::size_t count = 1,
                              std::optional<std::string> command_id = {});
/// A made-up event whose payload has about `bytes` bytes.
events::Encoded event(std::string_view text, std::size_t bytes = 0);

}  // namespace kigen::tests
