#include "events/log/verify_indices.hpp"

#include "events/log/command_key.hpp"
#include "events/log/rocks_keys.hpp"

namespace kigen::events {
namespace {

Result<Record> read_record(const Database& database, Position position) {
  TRY(const auto bytes, database.record(position));
  return decode_record(bytes);
}

Result<> examine_version(const Database& database, std::string_view key, std::string_view value,
                         Findings& findings) {
  const auto entry = keys::version_in(key);
  const auto position = keys::position_in(value);
  if (!entry || !position) {
    findings.add("stream index", entry ? position.error() : entry.error());
    return {};
  }
  const auto where = "stream " + entry->stream.text + ", version " + std::to_string(entry->version);
  const auto record = read_record(database, *position);
  if (!record)
    findings.add(where, record.error());
  else if (record->stream != entry->stream || record->version != entry->version)
    findings.add(where, "record " + std::to_string(*position) + " is of " + record->stream.text +
                            ", version " + std::to_string(record->version));
  return {};
}

Result<> examine_command(const Database& database, std::string_view key, std::string_view value,
                         Findings& findings) {
  const auto where = "command " + std::string(key);
  const auto landing = keys::landing_in(value);
  if (!landing || landing->count == 0) {
    findings.add(where, landing ? "has no events" : landing.error().detail);
    return {};
  }
  for (const auto position : {landing->first, landing->last()}) {
    const auto record = read_record(database, position);
    if (!record)
      findings.add(where, record.error());
    else if (command_key(record->meta.command_id.value_or("")) != key)
      findings.add(where, "record " + std::to_string(position) + " is not of this command");
  }
  return {};
}

/// That the tiles there should be are there and right was seen when the records were read.
Result<> examine_tile(std::uint64_t records, std::string_view key, Findings& findings) {
  const auto tile = keys::tile_in(key);
  if (!tile || width_of(*tile, records) != tile_width)
    findings.add("tiles", tile ? "tile " + std::to_string(tile->level) + "/" + std::to_string(tile->index) +
                                     " is beyond the records"
                               : tile.error().detail);
  return {};
}

/// Damage in one index must not hide another's.
void named(const Result<>& outcome, const char* where, Findings& findings) {
  if (!outcome) findings.add(where, outcome.error());
}

}  // namespace

void examine_indices(const Database& database, std::uint64_t records, Findings& findings) {
  using std::string_view;
  named(database.for_each(Family::streams,
                          [&](string_view key, string_view value) {
                            return examine_version(database, key, value, findings);
                          }),
        "stream index", findings);
  named(database.for_each(Family::commands,
                          [&](string_view key, string_view value) {
                            return examine_command(database, key, value, findings);
                          }),
        "command index", findings);
  named(database.for_each(Family::tiles,
                          [&](string_view key, string_view) { return examine_tile(records, key, findings); }),
        "tiles", findings);
}

}  // namespace kigen::events
