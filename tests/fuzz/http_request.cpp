// What clients send to the server: requests on one connection, read in pieces. The first byte of an input is
// the length of the pieces.
#include "tests/fuzz/fuzz.hpp"
#include "tests/fuzz/http_messages.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace orchestrator::net;
  constexpr HttpLimits limits{.header_bytes = 1024, .body_bytes = 256};
  if (input.empty()) return;
  const auto piece = static_cast<unsigned char>(input[0]) % 64 + 1u;
  const auto bytes = input.substr(1);
  const auto make = [&] { return request_parser(limits); };
  const auto whole = read_messages(bytes, bytes.size() + 1, make);
  // What the limit counts depends on how much is there at once.
  if (bytes.size() <= limits.header_bytes) expect_same(whole, read_messages(bytes, piece, make));
  for (const auto& message : whole.messages) {
    ensure(message.body.size() <= limits.body_bytes, "a body is no longer than allowed");
    ensure(request_head(message.method, message.target, message.headers).has_value(),
           "a request that was taken could be sent on: nothing in it breaks a line");
  }
}

}  // namespace kigen::fuzz
