#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/log/event_log.hpp"

namespace kigen::events {

/// Shows that a record is in the log that a checkpoint is signed over. How to check it:
/// docs/formats/event-log.md.
struct InclusionProof {
  Position position = 0;
  std::string record = {};             ///< canonical bytes, the leaf
  std::vector<std::string> path = {};  ///< RFC 6962 §2.1.1, base64, deepest first
  std::string checkpoint = {};         ///< the signed note

  static constexpr auto fields =
      field_list(field("position", &InclusionProof::position), field("record", &InclusionProof::record),
                 field("path", &InclusionProof::path), field("checkpoint", &InclusionProof::checkpoint));
};

/// Shows that the log of `from` records is the beginning of the log of `to` records.
struct ConsistencyProof {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::vector<std::string> path = {};  ///< RFC 6962 §2.1.2, base64

  static constexpr auto fields =
      field_list(field("from", &ConsistencyProof::from), field("to", &ConsistencyProof::to),
                 field("path", &ConsistencyProof::path));
};

/// Proof under the newest checkpoint, which is signed for it if the log has grown. beyond_end: no such
/// record.
Task<Result<InclusionProof>> prove_inclusion(EventLog& log, Position position);
/// beyond_end unless 0 < from ≤ to ≤ end().
Task<Result<ConsistencyProof>> prove_consistency(EventLog& log, std::uint64_t from, std::uint64_t to);

/// A C2SP tlog-tiles entry bundle: the records index·256 … + width - 1 (width 1–256), each behind its length
/// in two big-endian bytes. beyond_end when there are fewer.
Task<Result<std::string>> entry_bundle(EventLog& log, std::uint64_t index, std::uint16_t width);

}  // namespace kigen::events
