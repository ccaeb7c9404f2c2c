// What a server says before encryption starts: identification and SSH_MSG_KEXINIT (RFC 4253).
#include "tests/fuzz/fuzz.hpp"

#include <algorithm>

#include "workers/ssh/key_exchange.hpp"

namespace kigen::fuzz {
namespace {

constexpr std::size_t max_line_bytes = 80;

bool is_printable(std::string_view text) {
  return text.size() <= max_line_bytes &&
         std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

void try_input(std::string_view input) {
  using namespace workers::ssh;
  const auto opening = read_opening(input);
  ensure(is_printable(opening.banner) && is_printable(opening.other_text), "a server's lines can be shown");
  const auto error =
      explain_handshake(input, "host:22", "libssh2's words", algorithms_of(events::SshAlgorithms::modern));
  ensure(error.detail.starts_with("host:22"), "an error names the host");
  ensure(std::ranges::all_of(error.detail, [](char c) { return c >= ' ' && c <= '~'; }),
         "an error can be shown");
}

}  // namespace kigen::fuzz
