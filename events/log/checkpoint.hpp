#pragma once

#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/log/merkle.hpp"
#include "events/log/signed_note.hpp"

namespace kigen::events {

/// What a log promises: the root over its first `tree.size` records (C2SP tlog-checkpoint).
struct Checkpoint {
  std::string origin = {};  ///< name of the log = name of its key
  TreeHead tree = {};
  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// Three lines: origin, size in decimal, root in base64.
std::string checkpoint_text(const Checkpoint& checkpoint);
/// Exact inverse; further lines (extensions) are refused, we write none.
Result<Checkpoint> parse_checkpoint(std::string_view text);

/// The checkpoint that a note is about, whoever signed it.
Result<Checkpoint> checkpoint_in(std::string_view note);

/// The checkpoint as a signed note.
std::string sign_checkpoint(const Signer& signer, const TreeHead& tree);
/// The checkpoint in a note that this key signed, for this key's log.
Result<Checkpoint> open_checkpoint(std::string_view note, std::string_view verifier_key);

}  // namespace kigen::events
