#include "events/log/checkpoint.hpp"

#include <algorithm>
#include <charconv>

#include "events/core/base64.hpp"
#include "events/log/event_log.hpp"

namespace kigen::events {
namespace {

/// Cuts the text up to the next newline off `rest`.
std::string_view take_line(std::string_view& rest) {
  const auto line = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(rest.size(), line.size() + 1));
  return line;
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return checkpoint.origin + "\n" + std::to_string(checkpoint.tree.size) + "\n" +
         to_base64(checkpoint.tree.root) + "\n";
}

Result<Checkpoint> parse_checkpoint(std::string_view text) {
  auto rest = text;
  Checkpoint checkpoint;
  checkpoint.origin = take_line(rest);
  const auto size = take_line(rest);
  TRY(const auto root, from_base64(take_line(rest)));
  std::from_chars(size.data(), size.data() + size.size(), checkpoint.tree.size);
  if (root.size() != sizeof(Hash)) return fail(log_errc::bad_signature, "a checkpoint's root has 32 bytes");
  std::ranges::copy(bytes_of(root), checkpoint.tree.root.begin());
  if (checkpoint_text(checkpoint) != text) return fail(log_errc::bad_signature, "not a checkpoint");
  return checkpoint;
}

Result<Checkpoint> checkpoint_in(std::string_view note) {
  return parse_checkpoint(note.substr(0, note.find("\n\n") + 1));
}

std::string sign_checkpoint(const Signer& signer, const TreeHead& tree) {
  return signer.sign(checkpoint_text(Checkpoint{signer.name(), tree}));
}

Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view verifier_key) {
  TRY(const auto verifier, Verifier::parse(verifier_key));
  TRY(const auto text, verifier.open(note));
  TRY(auto checkpoint, parse_checkpoint(text));
  if (checkpoint.origin != verifier_key.substr(0, verifier_key.find('+')))
    return fail(log_errc::bad_signature, "the checkpoint is of another log: " + checkpoint.origin);
  return checkpoint;
}

}  // namespace kigen::events
