#include <cstdio>
#include <memory>

#include "events/codec/json_out.hpp"
#include "events/log/directory_lock.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/rotation.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/installation.hpp"
#include "tools/kigen/server/layout.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using namespace orchestrator;

struct TypedRotate {
  fs::path config = {};
  bool json = false;
};

/// What was done, with --json.
struct RotatedAnswer {
  std::uint64_t secrets = 0;
  bool was_interrupted = false;
  std::vector<std::string> damaged = {};
  static constexpr auto fields =
      events::field_list(events::field("secrets", &RotatedAnswer::secrets),
                         events::field("wasInterrupted", &RotatedAnswer::was_interrupted),
                         events::field("damaged", &RotatedAnswer::damaged));
};

Result<vault::Rotated> rotate_vault(const fs::path& config_file) {
  TRY(const auto config, read_config(config_file));
  TRY(const auto lock, events::DirectoryLock::take(log_folder(config)));
  if (vault::FileVault::is_absent(vault_folder(config)))
    return fail(vault_errc::no_vault, vault_folder(config).string());
  SystemRandom random;
  return vault::rotate(master_source(config), random);
}

void report(const vault::Rotated& rotated) {
  for (const auto& name : rotated.damaged)
    std::printf("%s: neither key opens it; kigen verify says whether anything needs it\n", name.c_str());
  std::printf(rotated.was_interrupted ? "the change that was interrupted is done; secrets: %zu\n"
                                      : "the vault has another master key; secrets: %zu\n",
              rotated.secrets);
  std::printf(
      "Keep a copy of the new one elsewhere. Backups from before need the old one: keep it as long as they "
      "are\n"
      "to be of use, and destroy it then.\n");
}

int rotate(const TypedRotate& typed) {
  const auto rotated = rotate_vault(typed.config);
  if (!rotated) {
    std::fprintf(stderr, "kigen vault rotate: %s\n", describe(rotated.error()).c_str());
    return 1;
  }
  if (typed.json)
    std::printf(
        "%s\n",
        events::to_json(RotatedAnswer{rotated->secrets, rotated->was_interrupted, rotated->damaged}).c_str());
  else
    report(*rotated);
  return rotated->damaged.empty() ? 0 : 1;
}

}  // namespace

void add_vault(CLI::App& app, int& exit_code) {
  auto* vault = app.add_subcommand("vault", "the stored secrets of an installation that does not run");
  vault->group("Server");
  vault->require_subcommand(1);
  auto typed = std::make_shared<TypedRotate>();
  auto* command = vault->add_subcommand("rotate",
                                        "change the master key: a new one is made beside the old and takes "
                                        "its place; a new passphrase is taken\n"
                                        "from the file beside the old that ends in .next. Run again after an "
                                        "interruption, it ends the change.");
  command->add_option("--config", typed->config, "configuration file of the installation, which must not run")
      ->required();
  command->add_flag("--json", typed->json, "print JSON: secrets, wasInterrupted and damaged");
  command->callback([typed, &exit_code] { exit_code = rotate(*typed); });
}

}  // namespace kigen::tools
