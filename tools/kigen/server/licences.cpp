#include <cstdio>

#include "api/console/assets.hpp"
#include "tools/kigen/commands.hpp"

namespace kigen::tools {

void add_licences(CLI::App& app, int&) {
  auto* command =
      app.add_subcommand("licences", "print what the product is made with, and under which licences");
  command->group("Server");
  command->callback([] {
    const auto text = api::console::licences().bytes;
    std::fwrite(text.data(), 1, text.size(), stdout);
  });
}

}  // namespace kigen::tools
