// What servers answer to the client. The first byte of an input is the length of the pieces it comes in, and
// in its highest bit whether the answer has no body.
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/http_messages.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace orchestrator::net;
  constexpr HttpLimits limits{.header_bytes = 1024, .body_bytes = 256};
  if (input.empty()) return;
  const auto first = static_cast<unsigned char>(input[0]);
  const bool bodiless = first >= 0x80;
  const auto bytes = input.substr(1);
  const auto make = [&] { return response_parser(limits, bodiless); };
  const auto whole = read_messages(bytes, bytes.size() + 1, make);
  // What the limit counts depends on how much is there at once.
  if (bytes.size() <= limits.header_bytes) expect_same(whole, read_messages(bytes, first % 64 + 1u, make));
  for (const auto& message : whole.messages)
    ensure(message.body.size() <= (bodiless ? 0 : limits.body_bytes), "a body is no longer than allowed");
}

}  // namespace kigen::fuzz
