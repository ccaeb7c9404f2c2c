#include "events/log/verify.hpp"

#include <unistd.h>

#include <cstdio>
#include <memory>

#include "events/codec/json_out.hpp"
#include "events/core/ids.hpp"
#include "events/core/readable.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/vault/durable_file.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/layout.hpp"
#include "tools/kigen/server/verify_vault.hpp"
#include "tools/kigen/server/witnesses.hpp"

namespace kigen::tools {
namespace {

constexpr std::size_t max_note_bytes = 64 << 10;

struct TypedVerify {
  std::filesystem::path config;
  std::filesystem::path log;
  std::string verifier_key;
  std::filesystem::path checkpoint;
  bool quiet = false;
  bool json = false;
};

/// A finding, with --json.
struct FindingLine {
  std::string where = {};
  std::string what = {};
  std::uint64_t more_places = 0;
  static constexpr auto fields = events::field_list(events::field("where", &FindingLine::where),
                                                    events::field("what", &FindingLine::what),
                                                    events::field("morePlaces", &FindingLine::more_places));
};

/// The whole outcome, with --json.
struct Outcome {
  bool sound = false;
  std::uint64_t records = 0;
  std::string root = {};
  std::optional<std::uint64_t> checkpoint_records = {};  ///< none: there is no right one
  std::optional<std::uint64_t> kept_checkpoint_records = {};
  std::optional<std::uint64_t> secrets = {};  ///< of the vault; none: only a log was looked at
  std::optional<bool> rotating = {};          ///< whether a change of its master key was interrupted
  std::string verifier_key = {};
  std::vector<FindingLine> findings = {};
  std::uint64_t further_findings = 0;
  static constexpr auto fields = events::field_list(
      events::field("sound", &Outcome::sound), events::field("records", &Outcome::records),
      events::field("root", &Outcome::root), events::field("checkpointRecords", &Outcome::checkpoint_records),
      events::field("keptCheckpointRecords", &Outcome::kept_checkpoint_records),
      events::field("secrets", &Outcome::secrets), events::field("rotating", &Outcome::rotating),
      events::field("verifierKey", &Outcome::verifier_key), events::field("findings", &Outcome::findings),
      events::field("furtherFindings", &Outcome::further_findings));
};

void show_progress(std::uint64_t done, std::uint64_t all) {
  std::fprintf(stderr, "\r%llu of %llu records", static_cast<unsigned long long>(done),
               static_cast<unsigned long long>(all));
  if (done == all) std::fputc('\n', stderr);
}

Result<events::VerifyOptions> options_for(const TypedVerify& typed) {
  events::VerifyOptions options;
  options.path = typed.log;
  if (typed.log.empty()) {
    TRY(const auto config, read_config(typed.config));
    options.path = log_folder(config);
    options.witnesses = witnesses_of(config);
  }
  if (!typed.verifier_key.empty()) options.verifier_key = typed.verifier_key;
  if (!typed.checkpoint.empty()) {
    TRY(options.kept_checkpoint, orchestrator::vault::read_file(typed.checkpoint, max_note_bytes));
  }
  if (!typed.quiet && isatty(STDERR_FILENO) == 1) options.progress = show_progress;
  return options;
}

std::string root_of(const events::Verification& found) {
  return orchestrator::pki::to_hex(
      {reinterpret_cast<const char*>(found.tree.root.data()), found.tree.root.size()});
}

/// What was found of an installation, or of a log alone.
struct Verified {
  events::Verification log = {};
  std::optional<VaultVerification> vault = {};

  bool is_vault_sound() const { return !vault || vault->findings.empty(); }
  bool sound() const { return log.sound() && is_vault_sound(); }
};

Result<Verified> verify(const TypedVerify& typed) {
  TRY(const auto options, options_for(typed));
  Verified found;
  TRY(found.log, events::verify(options));
  if (typed.config.empty()) return found;
  TRY(const auto config, read_config(typed.config));
  auto vault = verify_vault(config);
  if (vault)
    found.vault = *std::move(vault);
  else if (found.log.sound())
    found.vault = VaultVerification{.findings = {{"vault", describe(vault.error())}}};
  return found;
}

FindingLine line_of(const events::Finding& finding) {
  return {readable(finding.where), readable(finding.what), finding.more_places};
}

void report_json(const Verified& found) {
  const auto& log = found.log;
  Outcome outcome{.sound = found.sound(),
                  .records = log.tree.size,
                  .root = root_of(log),
                  .verifier_key = log.verifier_key,
                  .further_findings = log.further_findings};
  if (log.checkpoint) outcome.checkpoint_records = log.checkpoint->tree.size;
  if (log.kept) outcome.kept_checkpoint_records = log.kept->tree.size;
  for (const auto& finding : log.findings) outcome.findings.push_back(line_of(finding));
  if (found.vault) {
    outcome.secrets = found.vault->secrets;
    outcome.rotating = found.vault->is_rotating;
    for (const auto& finding : found.vault->findings) outcome.findings.push_back(line_of(finding));
  }
  std::printf("%s\n", events::to_json(outcome).c_str());
}

void report(const std::vector<events::Finding>& findings) {
  for (const auto& finding : findings) {
    std::printf("%s: %s", readable(finding.where).c_str(), readable(finding.what).c_str());
    if (finding.more_places > 0)
      std::printf(" (and %llu more)", static_cast<unsigned long long>(finding.more_places));
    std::printf("\n");
  }
}

void report(const events::Verification& log) {
  report(log.findings);
  if (log.further_findings > 0)
    std::printf("and %llu further findings\n", static_cast<unsigned long long>(log.further_findings));
  std::printf("records: %llu\nroot: %s\n", static_cast<unsigned long long>(log.tree.size),
              root_of(log).c_str());
  if (log.checkpoint)
    std::printf("checkpoint: %llu records, signed by %s\n",
                static_cast<unsigned long long>(log.checkpoint->tree.size), log.verifier_key.c_str());
  if (log.kept)
    std::printf("kept checkpoint: %llu records, signed by the same key\n",
                static_cast<unsigned long long>(log.kept->tree.size));
  std::printf(log.sound() ? "The log is sound.\n" : "The log is DAMAGED.\n");
}

void report(const Verified& found) {
  report(found.log);
  if (!found.vault) return;
  report(found.vault->findings);
  std::printf("secrets: %zu\n", found.vault->secrets);
  if (found.vault->is_rotating)
    std::printf("The change of the master key was interrupted: kigen vault rotate ends it.\n");
  std::printf(found.is_vault_sound() ? "The vault is sound.\n" : "The vault is DAMAGED.\n");
}

int run(const TypedVerify& typed) {
  const auto found = verify(typed);
  if (!found) {
    std::fprintf(stderr, "kigen verify: %s\n", describe(found.error()).c_str());
    return 1;
  }
  if (typed.json)
    report_json(*found);
  else if (!typed.quiet)
    report(*found);
  return found->sound() ? 0 : 1;
}

}  // namespace

void add_verify(CLI::App& app, int& exit_code) {
  auto typed = std::make_shared<TypedVerify>();
  auto* command = app.add_subcommand(
      "verify", "check every hash, version, index, signature and secret of an installation that nobody uses");
  command->group("Server");
  auto* where = command->add_option_group("log", "which log");
  where->add_option("--config", typed->config, "configuration file of the installation");
  where->add_option("--log", typed->log, "folder of the log itself, e.g. from a backup");
  where->require_option(1);
  command->add_option("--verifier-key", typed->verifier_key,
                      "public key that the checkpoint must bear; without it the log's own word is taken");
  command->add_option(
      "--checkpoint", typed->checkpoint,
      "a checkpoint that was kept elsewhere, as the API gave it: the log must still begin with the "
      "records it was signed over");
  auto* quiet = command->add_flag("--quiet", typed->quiet, "say nothing; the exit code tells");
  command->add_flag("--json", typed->json, "print JSON: whether it is sound, and every finding")
      ->excludes(quiet);
  command->callback([typed, &exit_code] { exit_code = run(*typed); });
}

}  // namespace kigen::tools
