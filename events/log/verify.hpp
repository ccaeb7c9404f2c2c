#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "events/log/checkpoint.hpp"
#include "events/log/witness.hpp"

namespace kigen::events {

/// Something in the log that cannot be right.
struct Finding {
  std::string where = {};  ///< "record 17", "stream order-…", "tile 0/3", "checkpoint" …
  std::string what = {};
  std::uint64_t more_places = 0;  ///< of which the same is to be said
};

struct VerifyOptions {
  std::filesystem::path path;  ///< the log's folder
  /// Whose signature the checkpoint must bear; none = the key that the log itself names, which proves less.
  std::optional<std::string> verifier_key = {};
  /// A checkpoint note that was kept elsewhere: it must be one of this log, which must still begin with the
  /// records that it was signed over.
  std::optional<std::string> kept_checkpoint = {};
  /// A log with fewer records than they know of has lost some.
  std::vector<Witness> witnesses = {};
  /// Told now and then, on the caller's thread.
  std::function<void(std::uint64_t records_done, std::uint64_t records)> progress = {};
};

struct Verification {
  TreeHead tree = {};                         ///< recomputed from the records
  std::optional<Checkpoint> checkpoint = {};  ///< with a right signature
  std::optional<Checkpoint> kept = {};        ///< the one kept elsewhere, likewise
  std::string verifier_key = {};              ///< the key it was checked with
  std::vector<Finding> findings = {};         ///< the first 1,000
  std::uint64_t further_findings = 0;
  bool sound() const { return findings.empty(); }
};

/// Reads all of a log that nobody uses and holds everything in it against everything else: the checksums of
/// each table file are right; each record decodes and encodes to the same bytes; positions, and versions in
/// each stream, are dense; `previous` is right; times do not decrease; the indices say what the records say,
/// no less and no more; each tile; the checkpoint's signature and root. Changes nothing. Damage is a finding;
/// an error means that nothing could be examined (in_use, no such log). Blocks.
Result<Verification> verify(const VerifyOptions& options);

}  // namespace kigen::events
