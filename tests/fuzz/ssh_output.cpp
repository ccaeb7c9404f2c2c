// What a host writes while a command runs, by su and sudo too. "M" in an input stands for the marker.
#include "tests/fuzz/fuzz.hpp"
#include "workers/ssh/transcript.hpp"

namespace kigen::fuzz {
namespace {

using namespace workers::ssh;

const std::string marker = "M";

void try_transcript(std::string_view terminal) {
  (void)su_asks(terminal, marker);
  if (const auto after = after_marker(terminal, marker))
    ensure(terminal.ends_with(*after), "what follows the marker is the end");
  ensure(!words_of_sudo(terminal, marker).contains(sudo_prompt(marker)), "its question is none of its words");
  const auto output = read_su(terminal, marker);
  if (!output) return;
  ensure(terminal.contains(output->out) && terminal.contains(output->err), "nothing is made up");
  ensure(terminal.contains(marker + std::to_string(output->exit_code) + marker),
         "the exit code stands between its markers, and alone");
}

/// A command that said `words` is read as having said them.
void try_round_trip(std::string_view words) {
  if (words.contains(marker)) return;
  const std::string said(words);
  const auto output = read_su("motd\r\n" + marker + "\r\nPassword: \r\n" + marker + "\n" + said + marker +
                                  "7" + marker + said + marker,
                              marker);
  ensure(output && output->out == said && output->err == said && output->exit_code == 7,
         "su hands everything through");
}

}  // namespace

void try_input(std::string_view input) {
  try_transcript(input);
  try_round_trip(input);
}

}  // namespace kigen::fuzz
