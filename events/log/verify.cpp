#include "events/log/verify.hpp"

#include <algorithm>

#include "events/log/checkpoint_keeper.hpp"
#include "events/log/database.hpp"
#include "events/log/directory_lock.hpp"
#include "events/log/findings.hpp"
#include "events/log/verify_files.hpp"
#include "events/log/verify_indices.hpp"
#include "events/log/verify_records.hpp"

namespace kigen::events {
namespace {

/// The checkpoint in the file, if its signature is right.
std::optional<Checkpoint> examine_note(const VerifyOptions& options, const std::string& key,
                                       Findings& findings) {
  const auto note = read_checkpoint_file(options.path);
  if (!note || !*note) {
    if (!note) findings.add("checkpoint", note.error());
    return std::nullopt;
  }
  auto checkpoint = open_checkpoint(**note, key);
  if (checkpoint) return *std::move(checkpoint);
  findings.add("checkpoint", checkpoint.error());
  return std::nullopt;
}

void compare(const Checkpoint& checkpoint, const TreeHead& tree, const std::optional<Hash>& root_there,
             Findings& findings) {
  if (!root_there)
    findings.add("checkpoint", "signed over " + std::to_string(checkpoint.tree.size) +
                                   " records, but there are " + std::to_string(tree.size));
  else if (*root_there != checkpoint.tree.root)
    findings.add("checkpoint", "the first " + std::to_string(checkpoint.tree.size) +
                                   " records are not those it was signed over");
}

Result<std::string> key_for(const VerifyOptions& options, const Database& database) {
  if (options.verifier_key) return *options.verifier_key;
  TRY(auto stored, database.meta(verifier_key_entry));
  return std::move(stored).value_or("");
}

Result<> examine(const VerifyOptions& options, const Database& database, Verification& result,
                 Findings& findings) {
  // Names the file, where what follows names records; and sees the blocks that hold none.
  if (const auto files = database.check_files(); !files) findings.add("database files", files.error());
  TRY(result.verifier_key, key_for(options, database));
  result.checkpoint = examine_note(options, result.verifier_key, findings);
  const auto signed_size = result.checkpoint ? result.checkpoint->tree.size : 0;
  TRY(const auto examined, examine_records(database, signed_size, options.progress, findings));
  result.tree = examined.tree;
  if (result.checkpoint) compare(*result.checkpoint, result.tree, examined.root_at_checkpoint, findings);
  examine_indices(database, result.tree.size, findings);
  return {};
}

}  // namespace

Result<Verification> verify(const VerifyOptions& options) {
  TRY(const auto lock, DirectoryLock::take(options.path));
  Verification result;
  Findings findings;
  auto database = Database::open(options.path / "db", Database::Mode::read_only);
  const auto outcome =
      database ? examine(options, **database, result, findings) : Result<>(fail(database.error()));
  if (!outcome) findings.add("database", outcome.error());
  if (!database) examine_tables(options.path / "db", findings);
  result.further_findings = findings.further();
  result.findings = findings.take();
  return result;
}

}  // namespace kigen::events
