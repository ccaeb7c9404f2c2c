#include <spdlog/spdlog.h>

#include <memory>

#include "tools/kigen/commands.hpp"
#include "tools/kigen/server/advice.hpp"
#include "tools/kigen/server/server.hpp"

namespace kigen::tools {
namespace {

Result<> serve(const std::filesystem::path& config_file) {
  TRY(const auto config, read_config(config_file));
  TRY(const auto server, Server::open(config));
  return server->run();
}

}  // namespace

void add_serve(CLI::App& app, int& exit_code) {
  auto config = std::make_shared<std::filesystem::path>("/etc/kigen/kigen.toml");
  auto* command = app.add_subcommand("serve", "run the product until SIGTERM or Ctrl-C");
  command->group("Server");
  command->add_option("--config", *config, "configuration file, as kigen init writes it")
      ->capture_default_str();
  command->callback([config, &exit_code] {
    const auto served = serve(*config);
    if (served) return;
    spdlog::critical("kigen serve: {}{}", describe(served.error()), advice_for(served.error(), *config));
    exit_code = 1;
  });
}

}  // namespace kigen::tools
