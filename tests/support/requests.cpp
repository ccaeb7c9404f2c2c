#include "tests/support/requests.hpp"

namespace kigen::tests {

events::Encoded event(std::string_view text, std::size_t bytes) {
  return {"test.happened", 1, R"({"text":")" + std::string(text) + std::string(bytes, 'x') + "\"}"};
}

events::AppendRequest request(std::string_view stream, Version expected, std::size_t count,
                              std::optional<std::string> command_id) {
  events::AppendRequest made;
  auto& part = made.streams.emplace_back(events::StreamAppend{{std::string(stream)}, expected, {}});
  for (std::size_t i = 0; i < count; ++i) part.events.push_back(event(stream));
  made.meta.command_id = std::move(command_id);
  made.meta.actor = {events::ActorKind::user, "tester"};
  return made;
}

}  // namespace kigen::tests
