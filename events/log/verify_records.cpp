#include "events/log/verify_records.hpp"

#include <algorithm>

#include "events/codec/canonical.hpp"

namespace kigen::events {
namespace {

constexpr std::size_t chunk = 1'024;

std::string name_of(Position position) { return "record " + std::to_string(position); }

std::string name_of(const TileId& tile) {
  return "tile " + std::to_string(tile.level) + "/" + std::to_string(tile.index);
}

/// Walks over all records in order.
class RecordExaminer {
 public:
  RecordExaminer(const Database& database, const std::set<std::uint64_t>& sizes, Findings& findings)
      : database_(database), sizes_(sizes), findings_(findings) {
    note_root();
  }

  /// Bytes of the records from `from` on, or what is readable of them, one by one.
  void examine_from(Position from, std::size_t count) {
    const auto together = database_.records(from, count);
    for (std::size_t i = 0; i < count; ++i) {
      if (together && i < together->size())
        examine(from + i, (*together)[i]);
      else if (const auto alone = database_.record(from + i))
        examine(from + i, *alone);
      else
        lost(from + i, alone.error());
    }
  }

  ExaminedRecords result() const { return {edge_.head(), roots_}; }

 private:
  void examine(Position position, const std::string& bytes) {
    grow(leaf_hash(bytes));
    const auto record = decode_record(bytes);
    if (!record) return findings_.add(name_of(position), record.error());
    examine_bytes(position, *record, bytes);
    examine_order(position, *record);
    examine_version(position, *record);
    examine_command(position, *record);
  }

  void lost(Position position, const Error& error) {
    grow(Hash{});
    findings_.add(name_of(position), describe(error));
  }

  void examine_bytes(Position position, const Record& record, const std::string& bytes) {
    if (record.position != position)
      findings_.add(name_of(position), "says it is record " + std::to_string(record.position));
    const auto payload = canonical_object(record.payload);
    if (!payload) return findings_.add(name_of(position), "payload: " + describe(payload.error()));
    if (*payload != record.payload || encode_record(record) != bytes)
      findings_.add(name_of(position), "is not in canonical form");
  }

  void examine_order(Position position, const Record& record) {
    if (record.meta.time < newest_) findings_.add(name_of(position), "is older than the record before it");
    newest_ = std::max(newest_, record.meta.time);
    if (record.meta.causation && *record.meta.causation >= position)
      findings_.add(name_of(position), "was caused by a later record");
  }

  /// By induction over the stream: each version is indexed here, and the one before it where `previous` says.
  void examine_version(Position position, const Record& record) {
    const auto where = name_of(position) + ", stream " + record.stream.text;
    const auto from = std::max<Version>(record.version, 2) - 1;
    const auto indexed = database_.versions(record.stream, from, record.version == 1 ? 1 : 2);
    if (!indexed) return findings_.add(where, indexed.error());
    if (indexed->empty() || indexed->back() != position)
      return findings_.add(where,
                           "the index has version " + std::to_string(record.version) + " elsewhere or not");
    const auto before = record.version == 1 ? std::nullopt : std::optional(indexed->front());
    if (before != record.previous || (before && *before >= position))
      findings_.add(where, "`previous` is not where version " + std::to_string(record.version - 1) + " is");
  }

  /// The records of a command lie together, as the index says.
  void examine_command(Position position, const Record& record) {
    if (!record.meta.command_id) return;
    const auto landing = database_.landing_of(*record.meta.command_id);
    if (!landing)
      findings_.add(name_of(position), landing.error());
    else if (!*landing || position < (*landing)->first || position > (*landing)->last())
      findings_.add(name_of(position),
                    "the index does not know it as an event of command " + *record.meta.command_id);
  }

  void grow(const Hash& leaf) {
    std::vector<FullTile> full;
    edge_.append(leaf, full);
    for (const auto& tile : full) examine_tile(tile);
    note_root();
  }

  void examine_tile(const FullTile& tile) {
    const auto stored = database_.full_tile(tile.id);
    if (!stored)
      findings_.add(name_of(tile.id), stored.error());
    else if (*stored != tile.bytes)
      findings_.add(name_of(tile.id), "does not have the hashes of its records");
  }

  void note_root() {
    if (sizes_.contains(edge_.size())) roots_[edge_.size()] = edge_.head().root;
  }

  const Database& database_;
  const std::set<std::uint64_t>& sizes_;
  Findings& findings_;
  TreeEdge edge_;
  Instant newest_{};
  std::map<std::uint64_t, Hash> roots_;
};

}  // namespace

Result<ExaminedRecords> examine_records(const Database& database, const std::set<std::uint64_t>& sizes,
                                        const std::function<void(std::uint64_t, std::uint64_t)>& progress,
                                        Findings& findings) {
  TRY(const auto end, database.end());
  RecordExaminer examiner(database, sizes, findings);
  for (Position at = 0; at < end; at += chunk) {
    examiner.examine_from(at, std::min<std::uint64_t>(chunk, end - at));
    if (progress) progress(std::min<std::uint64_t>(at + chunk, end), end);
  }
  return examiner.result();
}

}  // namespace kigen::events
