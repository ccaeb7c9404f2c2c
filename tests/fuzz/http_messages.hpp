#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/net/http_codec.hpp"

namespace kigen::fuzz {

using MakeParser = std::function<std::unique_ptr<orchestrator::net::HttpParser>()>;

/// All messages that come over a stream of these bytes, in pieces of `piece` bytes, and the word for what
/// ended it: "end" or an error's.
struct Conversation {
  std::vector<orchestrator::net::HttpMessage> messages = {};
  std::string ended = {};
};
Conversation read_messages(std::string_view bytes, std::size_t piece, const MakeParser& make_parser);

/// Stops the process unless both saw the same messages.
void expect_same(const Conversation& one, const Conversation& other);

}  // namespace kigen::fuzz
