#include "workers/ca/acme/hook_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <boost/asio/io_context.hpp>

#include <fstream>

#include "orchestrator/ports/certificate_authority.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"
#include "workers/ca/acme/program.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
namespace fs = std::filesystem;

class HookFolderTest : public testing::Test {
 protected:
  HookFolderTest() {
    fs::create_directory(folder_);
    put(folder_ / "hook", "echo first");
  }
  static void put(const fs::path& file, const std::string& command) {
    std::ofstream(file) << "#!/bin/sh\n" << command << "\n";
    fs::permissions(file, fs::perms(0755));
  }
  void expect_refused(const std::string& name, const std::string& words, const HookFolder& hooks) {
    const auto program = hooks.open(name);
    ASSERT_FALSE(program) << name;
    EXPECT_EQ(program.error().code, orchestrator::ca_errc::challenge_failed);
    EXPECT_THAT(program.error().detail, HasSubstr(words));
  }
  void expect_refused(const std::string& name, const std::string& words) {
    expect_refused(name, words, HookFolder(folder_));
  }
  std::string output_of(const HookProgram& program) {
    return tests::run_task(io_, run_program(program.descriptor(), {"hook"}, clock_, clock_.now() + 20s))
        ->output;
  }

  asio::io_context io_;
  orchestrator::SystemClock clock_;
  tests::TempFolder temp_;
  const fs::path folder_ = temp_.path() / "hooks";
};

TEST_F(HookFolderTest, opens_a_program_by_its_name) {
  const auto program = HookFolder(folder_).open("hook");
  ASSERT_TRUE(program) << describe(program.error());
  EXPECT_EQ(output_of(*program), "first\n");
}

TEST_F(HookFolderTest, runs_what_it_looked_at) {
  const auto program = HookFolder(folder_).open("hook");
  put(folder_ / "other", "echo other");
  fs::rename(folder_ / "other", folder_ / "hook");
  EXPECT_EQ(output_of(program.value()), "first\n");
}

TEST_F(HookFolderTest, is_none_unless_the_configuration_names_one) {
  expect_refused("hook", "hook_folder", HookFolder());
}

TEST_F(HookFolderTest, is_never_left) {
  put(temp_.path() / "outside", "echo outside");
  fs::create_symlink(temp_.path() / "outside", folder_ / "link");
  fs::create_directory(folder_ / "below");
  expect_refused("link", "it is a link");
  for (const auto* name : {"../outside", "below/../../outside", "..", ".", "", "/bin/sh", "-c"})
    expect_refused(name, "is no program's name");
  expect_refused("below", "it is no file");
  expect_refused("none", "No such file");
  fs::create_directory_symlink(folder_, temp_.path() / "folder");
  expect_refused("hook", "it is a link", HookFolder(temp_.path() / "folder"));
}

TEST_F(HookFolderTest, holds_nothing_that_others_may_change) {
  const auto program = (folder_ / "hook").string();
  for (const mode_t mode : {0777u, 0775u, 0757u}) {
    ASSERT_EQ(::chmod(program.c_str(), mode), 0);
    expect_refused("hook", "others than its owner may write to it");
    ASSERT_EQ(::chmod(program.c_str(), 0755), 0);
    ASSERT_EQ(::chmod(folder_.c_str(), mode), 0);
    expect_refused("hook", "others than its owner may write to it");
    ASSERT_EQ(::chmod(folder_.c_str(), 0755), 0);
    ASSERT_EQ(::chmod(temp_.path().c_str(), mode), 0);
    expect_refused("hook", "others than its owner may write to it");
    ASSERT_EQ(::chmod(temp_.path().c_str(), 0700), 0);
  }
  ASSERT_EQ(::chmod(folder_.c_str(), 01777), 0);
  expect_refused("hook", "others than its owner may write to it");
}

TEST_F(HookFolderTest, holds_nothing_that_is_another_s) {
  if (::geteuid() != 0) GTEST_SKIP() << "giving files away needs root";
  for (const auto& path : {temp_.path(), folder_, folder_ / "hook"}) {
    ASSERT_EQ(::chown(path.c_str(), 33, 33), 0);
    expect_refused("hook", path.string() + ": it belongs to user 33");
    ASSERT_EQ(::chown(path.c_str(), 0, 0), 0);
  }
  EXPECT_TRUE(HookFolder(folder_).open("hook"));
}

}  // namespace
}  // namespace kigen::workers::ca::acme
