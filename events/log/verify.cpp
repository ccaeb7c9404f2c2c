#include "events/log/verify.hpp"

#include <algorithm>
#include <set>

#include "events/log/acknowledged_mark.hpp"
#include "events/log/checkpoint_keeper.hpp"
#include "events/log/database.hpp"
#include "events/log/directory_lock.hpp"
#include "events/log/findings.hpp"
#include "events/log/verify_files.hpp"
#include "events/log/verify_indices.hpp"
#include "events/log/verify_records.hpp"

namespace kigen::events {
namespace {

constexpr std::string_view own_checkpoint = "checkpoint";
constexpr std::string_view kept_checkpoint = "kept checkpoint";

/// The checkpoint in the note, if its signature is right.
std::optional<Checkpoint> examine_note(std::string_view where, const std::string& note,
                                       const std::string& key, Findings& findings) {
  auto checkpoint = open_checkpoint(note, key);
  if (checkpoint) return *std::move(checkpoint);
  findings.add(std::string(where), checkpoint.error());
  return std::nullopt;
}

/// A log has one from its first moment on.
std::optional<Checkpoint> examine_own_note(const VerifyOptions& options, const std::string& key,
                                           Findings& findings) {
  const auto note = read_checkpoint_file(options.path);
  if (note && *note) return examine_note(own_checkpoint, **note, key, findings);
  if (note)
    findings.add(std::string(own_checkpoint), "its file is missing: one was signed when the log was begun");
  else
    findings.add(std::string(own_checkpoint), note.error());
  return std::nullopt;
}

void compare(std::string_view where, const Checkpoint& checkpoint, const ExaminedRecords& examined,
             Findings& findings) {
  const auto size = checkpoint.tree.size;
  const auto root = examined.roots.find(size);
  if (root == examined.roots.end())
    findings.add(std::string(where), "signed over " + std::to_string(size) + " records, but there are " +
                                         std::to_string(examined.tree.size));
  else if (root->second != checkpoint.tree.root)
    findings.add(std::string(where),
                 "the first " + std::to_string(size) +
                     " records are not those it was signed over: this is another history (a fork)");
}

Result<std::string> key_for(const VerifyOptions& options, const Database& database) {
  if (options.verifier_key) return *options.verifier_key;
  TRY(auto stored, database.meta(verifier_key_entry));
  return std::move(stored).value_or("");
}

Result<> examine_replay(const VerifyOptions& options, const Database& database) {
  TRY(const auto scan, scan_write_ahead(database_in(options.path)));
  return database.check_replay(scan);
}

Result<> examine(const VerifyOptions& options, const Database& database, Verification& result,
                 Findings& findings) {
  // Names the file, where what follows names records; and sees the blocks that hold none.
  if (const auto files = database.check_files(); !files) findings.add("database files", files.error());
  TRY(result.verifier_key, key_for(options, database));
  result.checkpoint = examine_own_note(options, result.verifier_key, findings);
  if (options.kept_checkpoint)
    result.kept = examine_note(kept_checkpoint, *options.kept_checkpoint, result.verifier_key, findings);
  std::set<std::uint64_t> sizes;
  for (const auto* checkpoint : {&result.checkpoint, &result.kept})
    if (*checkpoint) sizes.insert((*checkpoint)->tree.size);
  if (const auto replayed = examine_replay(options, database); !replayed)
    findings.add("write-ahead log", replayed.error());
  TRY(const auto examined, examine_records(database, sizes, options.progress, findings));
  result.tree = examined.tree;
  if (const auto all = check_acknowledged(options.path, result.tree.size); !all)
    findings.add("acknowledged", all.error());
  if (const auto all = check_witnesses(options.witnesses, result.tree.size); !all)
    findings.add("records", all.error());
  if (result.checkpoint) compare(own_checkpoint, *result.checkpoint, examined, findings);
  if (result.kept) compare(kept_checkpoint, *result.kept, examined, findings);
  examine_indices(database, result.tree.size, findings);
  return {};
}

}  // namespace

Result<Verification> verify(const VerifyOptions& options) {
  if (!std::filesystem::exists(options.path)) return fail(log_errc::no_log, options.path.string());
  TRY(const auto lock, DirectoryLock::take(options.path));
  Verification result;
  Findings findings;
  auto database = Database::open(database_in(options.path), Database::Mode::read_only);
  const auto outcome =
      database ? examine(options, **database, result, findings) : Result<>(fail(database.error()));
  if (!outcome) findings.add("database", outcome.error());
  if (!database) examine_tables(database_in(options.path), findings);
  result.further_findings = findings.further();
  result.findings = findings.take();
  return result;
}

}  // namespace kigen::events
