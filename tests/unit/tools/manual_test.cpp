// Whoever types what the manual says is understood.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include "tests/support/places.hpp"
#include "tools/kigen/client/commands.hpp"

namespace kigen::tools {
namespace {

/// A command line of a page, and where it stands.
struct Example {
  std::string place = {};
  std::string text = {};
};

/// Lines of code that begin with the command, and what stands in backquotes.
std::vector<Example> examples_in(const std::filesystem::path& file) {
  static const std::regex quoted("`(kigen [a-z-]+ [a-z-]+[^`]*)`");
  static const std::regex line_of_code("^(?:    |\\$ )(kigen [a-z-]+ [a-z-]+[^|>;&#]*).*$");
  std::vector<Example> found;
  std::ifstream in(file);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    const auto place = file.filename().string() + ":" + std::to_string(number);
    std::smatch match;
    if (std::regex_match(line, match, line_of_code)) found.push_back({place, match[1]});
    for (std::sregex_iterator at(line.begin(), line.end(), quoted), end; at != end; ++at)
      found.push_back({place, (*at)[1]});
  }
  return found;
}

std::vector<Example> examples() {
  std::vector<Example> all;
  for (const auto* const folder : {"docs/manual/en", "docs/manual/ja", "docs/formats", "docs"})
    for (const auto& entry : std::filesystem::directory_iterator(tests::source_folder() / folder))
      if (entry.path().extension() == ".md")
        for (auto& example : examples_in(entry.path())) all.push_back(std::move(example));
  return all;
}

/// Whether the words are a command of the client: of those of the server there is another test.
bool is_of_client(CLI::App& app, const std::string& text) {
  const auto nouns = app.get_subcommands([](const CLI::App*) { return true; });
  return std::ranges::find(nouns, text.substr(6, text.find(' ', 6) - 6), &CLI::App::get_name) != nouns.end();
}

TEST(Manual, SaysCommandsThatAreUnderstood) {
  ::setenv("KIGEN_URL", "https://127.0.0.1:1", 1);  // nobody is there
  const auto all = examples();
  EXPECT_GE(all.size(), 8u);
  for (const auto& example : all) {
    CLI::App app;
    int exit_code = 0;
    add_client_commands(app, exit_code);
    if (!is_of_client(app, example.text)) continue;
    testing::internal::CaptureStderr();
    try {
      app.parse(example.text.substr(6));
    } catch (const CLI::RequiredError&) {  // it is the beginning of a command
    } catch (const CLI::ParseError& error) {
      EXPECT_STREQ(error.what(), "") << example.place << ": " << example.text;
    }
    testing::internal::GetCapturedStderr();
  }
}

}  // namespace
}  // namespace kigen::tools
