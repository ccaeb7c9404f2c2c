// PEM texts as people upload and CAs send them.
#include "orchestrator/pki/pem.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace orchestrator::pki;
  const auto blocks = pem_blocks(input);
  if (!blocks) return;
  for (const auto& block : *blocks) {
    const auto bytes = decode(block);
    if (!bytes) continue;
    const auto text = rewrapped(block);
    const auto again = pem_blocks(text.reveal());
    ensure(again && again->size() == 1 && again->front().label == block.label,
           "a rewrapped block is one block");
    ensure(decode(again->front()).value_or("") == *bytes, "a rewrapped block has the same bytes");
  }
}

}  // namespace kigen::fuzz
