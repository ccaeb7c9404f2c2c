#include "events/log/verify.hpp"

#include <unistd.h>

#include <cstdio>
#include <memory>

#include "events/codec/json_out.hpp"
#include "events/core/ids.hpp"
#include "events/core/readable.hpp"
#include "orchestrator/pki/digest.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/layout.hpp"

namespace kigen::tools {
namespace {

struct TypedVerify {
  std::filesystem::path config;
  std::filesystem::path log;
  std::string verifier_key;
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
  std::optional<std::uint64_t> checkpoint_records = {};  ///< none: no checkpoint is signed yet
  std::string verifier_key = {};
  std::vector<FindingLine> findings = {};
  std::uint64_t further_findings = 0;
  static constexpr auto fields = events::field_list(
      events::field("sound", &Outcome::sound), events::field("records", &Outcome::records),
      events::field("root", &Outcome::root), events::field("checkpointRecords", &Outcome::checkpoint_records),
      events::field("verifierKey", &Outcome::verifier_key), events::field("findings", &Outcome::findings),
      events::field("furtherFindings", &Outcome::further_findings));
};

Result<std::filesystem::path> find_log(const TypedVerify& typed) {
  if (!typed.log.empty()) return typed.log;
  TRY(const auto config, read_config(typed.config));
  return log_folder(config);
}

void show_progress(std::uint64_t done, std::uint64_t all) {
  std::fprintf(stderr, "\r%llu of %llu records", static_cast<unsigned long long>(done),
               static_cast<unsigned long long>(all));
  if (done == all) std::fputc('\n', stderr);
}

std::string root_of(const events::Verification& found) {
  return orchestrator::pki::to_hex(
      {reinterpret_cast<const char*>(found.tree.root.data()), found.tree.root.size()});
}

void report_json(const events::Verification& found) {
  Outcome outcome{found.sound(),         found.tree.size, root_of(found), {}, found.verifier_key, {},
                  found.further_findings};
  if (found.checkpoint) outcome.checkpoint_records = found.checkpoint->tree.size;
  for (const auto& finding : found.findings)
    outcome.findings.push_back({readable(finding.where), readable(finding.what), finding.more_places});
  std::printf("%s\n", events::to_json(outcome).c_str());
}

void report(const events::Verification& found) {
  for (const auto& finding : found.findings) {
    std::printf("%s: %s", finding.where.c_str(), finding.what.c_str());
    if (finding.more_places > 0)
      std::printf(" (and %llu more)", static_cast<unsigned long long>(finding.more_places));
    std::printf("\n");
  }
  if (found.further_findings > 0)
    std::printf("and %llu further findings\n", static_cast<unsigned long long>(found.further_findings));
  std::printf("records: %llu\nroot: %s\n", static_cast<unsigned long long>(found.tree.size),
              root_of(found).c_str());
  if (found.checkpoint)
    std::printf("checkpoint: %llu records, signed by %s\n",
                static_cast<unsigned long long>(found.checkpoint->tree.size), found.verifier_key.c_str());
  else
    std::printf("checkpoint: none signed yet\n");
  std::printf(found.sound() ? "The log is sound.\n" : "The log is DAMAGED.\n");
}

int run(const TypedVerify& typed) {
  events::VerifyOptions options;
  const auto found = [&]() -> Result<events::Verification> {
    TRY(options.path, find_log(typed));
    if (!typed.verifier_key.empty()) options.verifier_key = typed.verifier_key;
    if (!typed.quiet && isatty(STDERR_FILENO) == 1) options.progress = show_progress;
    return events::verify(options);
  }();
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
      "verify", "check every hash, version, index and signature of a log that nobody uses");
  command->group("Server");
  auto* where = command->add_option_group("log", "which log");
  where->add_option("--config", typed->config, "configuration file of the installation");
  where->add_option("--log", typed->log, "folder of the log itself, e.g. from a backup");
  where->require_option(1);
  command->add_option("--verifier-key", typed->verifier_key,
                      "public key that the checkpoint must bear; without it the log's own word is taken");
  auto* quiet = command->add_flag("--quiet", typed->quiet, "say nothing; the exit code tells");
  command->add_flag("--json", typed->json, "print JSON: whether it is sound, and every finding")
      ->excludes(quiet);
  command->callback([typed, &exit_code] { exit_code = run(*typed); });
}

}  // namespace kigen::tools
