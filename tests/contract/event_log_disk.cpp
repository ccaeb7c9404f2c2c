// A log on a disk that fails or is full. A program of its own: it mounts a small disk that nobody else sees.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <random>

#include "events/log/verify.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

using tests::eventually;
using tests::FaultyDisk;
using tests::request;
using tests::run;

void expect_sound(const std::filesystem::path& path) {
  const auto verified = verify({.path = path}).value();
  for (const auto& finding : verified.findings) ADD_FAILURE() << finding.where << ": " << finding.what;
}

struct FaultCase {
  const char* name;
  FaultyDisk::Fault fault;
  log_errc answer;
  Intake intake;
};
class FaultyDiskTest : public testing::TestWithParam<FaultCase> {};

TEST_P(FaultyDiskTest, stops_intake_and_heals) {
  FaultyDisk disk;
  tests::DiskLog log(disk.env());
  ASSERT_TRUE(run(log->append(request("order-a", 0, 300, "c-1"))));
  const auto head = run(log->tree_head()).value();

  disk.set(GetParam().fault);
  EXPECT_EQ(run(log->append(request("order-a", 300, 1, "c-2"))).error().code, GetParam().answer);
  EXPECT_EQ(log->intake(), GetParam().intake);
  EXPECT_FALSE(log->trouble().empty());
  EXPECT_EQ(run(log->append(request("order-b", 0))).error().code, GetParam().answer) << "at once";
  EXPECT_EQ(log->end(), 300u);
  EXPECT_EQ(run(log->tree_head()).value(), head);
  EXPECT_EQ(run(log->read(0, 1'000))->size(), 300u) << "reading goes on";
  EXPECT_EQ(run(log->read_stream({"order-a"}, 1, 1'000))->size(), 300u);

  disk.set(FaultyDisk::Fault::none);
  ASSERT_TRUE(eventually([&] { return log->intake() == Intake::open; })) << log->trouble();
  EXPECT_TRUE(log->trouble().empty());
  // What failed may have reached the disk: the same command again answers either way, and is there once.
  ASSERT_TRUE(run(log->append(request("order-a", 300, 1, "c-2"))));
  EXPECT_EQ(log->end(), 301u);
  EXPECT_TRUE(run(log->append(request("order-a", 0, 300, "c-1")))->repeated);
  log.shut();
  expect_sound(log.path());
}

INSTANTIATE_TEST_SUITE_P(Log, FaultyDiskTest,
                         testing::Values(FaultCase{"sync_fails", FaultyDisk::Fault::sync_fails,
                                                   log_errc::storage_failed, Intake::failed},
                                         FaultCase{"disk_full", FaultyDisk::Fault::disk_full,
                                                   log_errc::storage_full, Intake::full}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(FaultyDiskShutdown, a_log_can_be_closed_while_its_disk_fails) {
  FaultyDisk disk;
  tests::DiskLog log(disk.env());
  ASSERT_TRUE(run(log->append(request("order-a", 0))));
  disk.set(FaultyDisk::Fault::sync_fails);
  ASSERT_FALSE(run(log->append(request("order-a", 1))));
  log.shut();
  disk.set(FaultyDisk::Fault::none);
  log.open();
  EXPECT_GE(log->end(), 1u);
}

/// A disk of 24 MiB at `path`, for this process alone.
std::string mount_small_disk(const std::filesystem::path& path) {
  if (::unshare(CLONE_NEWNS) != 0) return std::string("no mount namespace: ") + std::strerror(errno);
  if (::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("small", path.c_str(), "tmpfs", 0, "size=24m") != 0)
    return std::string("no small disk: ") + std::strerror(errno);
  return {};
}

/// Takes up room until there is none.
void fill(const std::filesystem::path& path, std::size_t bytes) {
  std::ofstream(path, std::ios::binary) << std::string(bytes, '#');
}

/// An event that does not compress.
AppendRequest large_request(std::mt19937& random, std::size_t number) {
  auto made = request("order-" + std::to_string(number), 0, 1, "c-" + std::to_string(number));
  std::string noise(60'000, ' ');
  for (auto& c : noise) c = static_cast<char>('A' + random() % 26);
  made.streams[0].events[0].payload = R"({"text":")" + noise + "\"}";
  return made;
}

TEST(FullDisk, keeps_what_it_acknowledged_and_goes_on_when_there_is_room) {
  const tests::TempFolder folder;
  if (const auto why_not = mount_small_disk(folder.path()); !why_not.empty()) GTEST_SKIP() << why_not;
  const auto path = folder.path() / "log";
  fill(folder.path() / "filler", 10 << 20);

  std::mt19937 random(1);
  std::size_t acknowledged = 0;
  {
    auto log = RocksLog::open({.path = path, .signer = tests::known_signer()}).value();
    Result<Appended> answer;
    while ((answer = run(log->append(large_request(random, acknowledged)))))
      ASSERT_LT(++acknowledged, 1'000u);
    EXPECT_EQ(answer.error().code, log_errc::storage_full) << describe(answer.error());
    EXPECT_GT(acknowledged, 10u);
    EXPECT_EQ(log->intake(), Intake::full);
    EXPECT_EQ(log->end(), acknowledged);
    EXPECT_EQ(run(log->read_stream({"order-0"}, 1, 10))->size(), 1u) << "reading goes on";

    std::filesystem::remove(folder.path() / "filler");
    ASSERT_TRUE(eventually([&] { return log->intake() == Intake::open; })) << log->trouble();
    ASSERT_TRUE(run(log->append(large_request(random, acknowledged))));
    for (std::size_t number = 0; number <= acknowledged; ++number)
      EXPECT_TRUE(run(log->find_command("c-" + std::to_string(number))).value()) << number;
  }
  expect_sound(path);
  ::umount2(folder.path().c_str(), MNT_DETACH);
}

}  // namespace
}  // namespace kigen::events
