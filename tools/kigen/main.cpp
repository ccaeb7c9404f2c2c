#include <CLI/CLI.hpp>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "events/core/readable.hpp"
#include "orchestrator/runtime/readable_output.hpp"
#include "tools/kigen/client/commands.hpp"
#include "tools/kigen/client/completion.hpp"
#include "tools/kigen/commands.hpp"
#include "tools/kigen/guarded.hpp"
#include "tools/kigen/protect.hpp"

namespace {

constexpr const char* about =
    "Kigen orders, installs, checks and renews TLS certificates, and can prove every step it took.\n\n"
    "On the server: init, serve, verify, replay, export, recover, vault, licences. As a client of a running\n"
    "server: everything else;\n"
    "--url (KIGEN_URL) says where, --trust (KIGEN_TRUST) whom to trust there, and --token-file or the "
    "variable\n"
    "KIGEN_TOKEN holds the API token. Options stand behind the command.";

constexpr const char* footer =
    "Exit codes: 0 done; 1 refused, failed or ended badly; 2 wrong arguments; 3 server not reached;\n"
    "70 a fault of the program.\n"
    "Every command has --help. Example:\n"
    "  kigen order start www --apply      order a certificate for service www and install it everywhere";

/// The command that was reached before the words went wrong.
const CLI::App& innermost(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : innermost(*chosen.front());
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string all;
  for (const auto& word : words) all.append(all.empty() ? "" : between).append(word);
  return all;
}

void name_commands(const CLI::App& app, const std::vector<std::string>& unknown) {
  if (!unknown.empty()) std::cerr << "no such command: " << kigen::readable(unknown.front()) << '\n';
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  std::cerr << "the commands here: " << joined(names, ", ") << '\n';
}

/// Says which word was wrong, and what would be right there.
void explain(const CLI::App& app, const CLI::ParseError& error) {
  const auto& reached = innermost(app);
  const auto unknown = app.remaining(true);
  const bool is_option = !unknown.empty() && unknown.front().starts_with('-');
  if (is_option)
    std::cerr << "not expected here: " << kigen::readable(unknown.front())
              << "; options stand behind the whole command\n";
  else if (!reached.get_subcommands([](const CLI::App*) { return true; }).empty())
    name_commands(reached, unknown);
  else if (!unknown.empty())
    std::cerr << "not expected: " << kigen::readable(joined(unknown, " ")) << '\n';
  else
    std::cerr << kigen::readable(error.what()) << '\n';
}

int wrong_arguments(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  explain(app, error);
  std::cerr << "--help says more\n";
  return 2;
}

int run_command(int argc, char** argv) {
  CLI::App app(about, "kigen");
  app.set_version_flag("--version", "kigen " KIGEN_VERSION);
  app.footer(footer);
  app.require_subcommand(1);
  int exit_code = 0;
  using namespace kigen::tools;
  add_serve(app, exit_code);
  add_init(app, exit_code);
  add_verify(app, exit_code);
  add_replay(app, exit_code);
  add_export(app, exit_code);
  add_licences(app, exit_code);
  add_recover(app, exit_code);
  add_vault(app, exit_code);
  add_bootstrap(app, exit_code);
  add_client_commands(app, exit_code);
  add_completion(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return wrong_arguments(app, error);
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  kigen::tools::protect_process();
  kigen::orchestrator::keep_output_readable();
  return kigen::tools::guarded([&] { return run_command(argc, argv); });
}
