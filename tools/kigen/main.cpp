#include <CLI/CLI.hpp>
#include <iostream>

#include "tools/kigen/client/commands.hpp"
#include "tools/kigen/commands.hpp"

namespace {

constexpr const char* about =
    "Kigen orders, installs, checks and renews TLS certificates, and can prove every step it took.\n\n"
    "On the server: init, serve, verify, replay, export. As a client of a running server: everything else;\n"
    "the server is found by --url (KIGEN_URL), trusted by --trust (KIGEN_TRUST), and asked with an API "
    "token\n"
    "from --token-file or the variable KIGEN_TOKEN.";

constexpr const char* footer =
    "Exit codes: 0 done; 1 refused, failed or ended badly; 2 wrong arguments; 3 server not reached.\n"
    "Every command has --help. Example:\n"
    "  kigen order start www --apply      order a certificate for service www and install it everywhere";

/// CLI11 misses a subcommand where somebody mistyped one; say which word was meant as one.
int wrong_arguments(const CLI::App& app, const CLI::ParseError& error) {
  const auto unknown = app.remaining(true);
  const bool misses_command = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  if (misses_command && !unknown.empty() && !unknown.front().starts_with('-'))
    std::cerr << "no such command: " << unknown.front() << '\n';
  return app.exit(error) == 0 ? 0 : 2;
}

}  // namespace

int main(int argc, char** argv) {
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
  add_bootstrap(app, exit_code);
  add_client_commands(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return wrong_arguments(app, error);
  }
  return exit_code;
}
