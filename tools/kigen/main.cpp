#include <CLI/CLI.hpp>

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
    const int code = app.exit(error);
    return code == 0 ? 0 : 2;
  }
  return exit_code;
}
