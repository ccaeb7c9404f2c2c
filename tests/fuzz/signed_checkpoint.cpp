// Checkpoints and the keys that verify them, as an auditor gets them. An input is a verifier key, a newline
// and a signed note.
#include "events/log/checkpoint.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace events;
  const auto key = input.substr(0, input.find('\n'));
  const auto note = input.substr(std::min(input.size(), key.size() + 1));
  if (const auto checkpoint = parse_checkpoint(note))
    ensure(checkpoint_text(*checkpoint) == note, "a checkpoint has one text");
  const auto unverified = checkpoint_in(note);
  if (const auto opened = open_checkpoint(note, key)) {
    ensure(unverified && *unverified == *opened, "a signed checkpoint is the one that the note shows");
    ensure(note.starts_with(checkpoint_text(*opened) + "\n"), "the note holds the checkpoint's text");
    ensure(key.starts_with(opened->origin + "+"), "a checkpoint is of the log that its key names");
  }
}

}  // namespace kigen::fuzz
