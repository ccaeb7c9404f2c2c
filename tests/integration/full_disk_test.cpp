// A server whose data folder is on a disk that is full: it reads, says what is wrong and what to do, and goes
// on by itself once there is room. The disk is a small tmpfs of this process alone; needs root.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sched.h>
#include <sys/mount.h>

#include <fstream>
#include <stdexcept>

#include "tests/integration/support/installation.hpp"
#include "tests/support/eventually.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FullDiskTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
      throw std::runtime_error("no mounts of its own: this test needs root");
  }
  void SetUp() override {
    const auto aside = here.folder() / "aside";
    fs::rename(here.data(), aside);
    fs::create_directory(here.data());
    ASSERT_EQ(mount("tmpfs", here.data().c_str(), "tmpfs", 0, "size=96m,mode=700"), 0);
    fs::copy(aside, here.data(), fs::copy_options::recursive);
    serve();
    here.claim();
  }
  void TearDown() override {
    here.kill();
    EXPECT_EQ(umount2(here.data().c_str(), MNT_DETACH), 0);
  }
  void serve() {
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
  }
  fs::path filler() const { return here.data() / "filler"; }
  /// To the last byte.
  void fill() const {
    std::ofstream out(filler(), std::ios::binary);
    const std::string block(4'096, 'x');
    while (out.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
    }
  }
  std::string ready() {
    return here.run_script("curl -sS --cacert \"$KIGEN_TRUST\" \"$KIGEN_URL/readyz\"").output;
  }
  bool can_write() {
    return here.run({"site", "create", "--name", "n" + std::to_string(++names)}).exit_code == 0;
  }
  /// Nothing new goes in, as soon as the disk is asked; what is there can be read.
  void expect_reads_only() {
    ASSERT_TRUE(tests::eventually([&] { return !can_write(); }));
    const auto refused = here.run({"site", "create", "--name", "late"});
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.output, HasSubstr("nothing is taken until there is room"));
    EXPECT_THAT(here.run({"site", "list"}).output, HasSubstr("n1"));
    EXPECT_THAT(ready(), HasSubstr("event-log")) << "and not ready";
    EXPECT_THAT(here.run({"state", "show"}).output, HasSubstr("space")) << "what it is";
  }
  void expect_healed() {
    fs::remove(filler());
    EXPECT_TRUE(tests::eventually([&] { return can_write(); })) << here.said();
    EXPECT_TRUE(tests::eventually([&] { return ready() == "ready\n"; })) << ready();
  }

  tests::Installation here;
  int names = 0;
};

TEST_F(FullDiskTest, FillsWhileItIsServedAndIsMadeRoomOn) {
  ASSERT_TRUE(can_write());
  fill();
  expect_reads_only();
  expect_healed();
}

TEST_F(FullDiskTest, IsFullWhenItIsStartedAndIsMadeRoomOn) {
  ASSERT_TRUE(can_write());
  ASSERT_EQ(here.stop(), 0);
  fill();
  serve();
  expect_reads_only();
  expect_healed();
  ASSERT_EQ(here.stop(), 0);
  const auto verified = here.run_here({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
}

}  // namespace
}  // namespace kigen::tools
