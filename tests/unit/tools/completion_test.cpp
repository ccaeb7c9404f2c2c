// What a shell offers behind the words that somebody has typed: asked of bash itself.
#include "tools/kigen/client/completion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>

#include "tests/support/temp_folder.hpp"
#include "tools/kigen/client/commands.hpp"

namespace kigen::tools {
namespace {

using testing::Contains;
using testing::IsSupersetOf;
using testing::Not;
using testing::UnorderedElementsAre;
using Words = std::set<std::string>;

class Completion : public testing::Test {
 protected:
  Completion() {
    auto* serve = app.add_subcommand("serve");
    serve->add_option("--config", config);
    add_client_commands(app, exit_code);
    add_completion(app, exit_code);
    std::ofstream(folder.path() / "script") << completion_script(app, "bash");
  }

  /// What is offered for the last of the words.
  Words offered(const std::string& words, int count) {
    const auto question = "cd " + folder.path().string() + " && bash -c 'source ./script; COMP_WORDS=(" +
                          words + "); COMP_CWORD=" + std::to_string(count) +
                          "; _kigen; printf \"%s\\n\" \"${COMPREPLY[@]}\"'";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(question.c_str(), "r"), ::pclose);
    std::string text;
    for (char part[4096]; const auto size = std::fread(part, 1, sizeof part, pipe.get());)
      text.append(part, size);
    std::stringstream lines(text);
    Words all;
    for (std::string line; std::getline(lines, line);)
      if (!line.empty()) all.insert(line);
    return all;
  }

  tests::TempFolder folder;
  CLI::App app;
  std::string config;
  int exit_code = 0;
};

TEST_F(Completion, OfNouns) {
  EXPECT_THAT(offered("kigen \"\"", 1), IsSupersetOf({"access", "service", "serve", "completion"}));
  EXPECT_THAT(offered("kigen se", 1), UnorderedElementsAre("serve", "service", "session", "settings"));
}

TEST_F(Completion, OfVerbs) {
  EXPECT_THAT(offered("kigen access \"\"", 2), IsSupersetOf({"list", "create", "edit", "scan"}));
  EXPECT_THAT(offered("kigen access cr", 2), UnorderedElementsAre("create"));
}

TEST_F(Completion, OfFlags) {
  EXPECT_THAT(offered("kigen access create --po", 3), UnorderedElementsAre("--port"));
  EXPECT_THAT(offered("kigen service edit www --no-new", 4), UnorderedElementsAre("--no-new-key-each-order"));
  EXPECT_THAT(offered("kigen order start www --no-w", 4), UnorderedElementsAre("--no-wait"));
  EXPECT_THAT(offered("kigen serve --", 2), Contains("--config"));
}

TEST_F(Completion, OfTheWordsThatAFlagTakes) {
  EXPECT_THAT(offered("kigen access create --elevation \"\"", 4), UnorderedElementsAre("none", "su", "sudo"));
  EXPECT_THAT(offered("kigen log show --severity w", 4), UnorderedElementsAre("warning"));
}

TEST_F(Completion, OfFiles) {
  std::ofstream(folder.path() / "new-password") << "x";
  EXPECT_THAT(offered("kigen access edit web --login-password-file new", 5),
              UnorderedElementsAre("new-password"));
  EXPECT_THAT(offered("kigen access edit web --login-password-file new", 5), Not(Contains("--name")));
}

TEST_F(Completion, SpeaksOtherShellsToo) {
  EXPECT_THAT(completion_script(app, "zsh"), testing::HasSubstr("bashcompinit"));
  EXPECT_THAT(completion_script(app, "fish"),
              testing::HasSubstr("complete -c kigen -n '__fish_seen_subcommand_from access; and "
                                 "__fish_seen_subcommand_from create' -l elevation -x -a 'none su sudo'"));
}

}  // namespace
}  // namespace kigen::tools
