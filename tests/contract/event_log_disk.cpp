// A log on a disk that fails or is full, as RocksDB sees it. The real thing: tests/faults.
#include <gtest/gtest.h>

#include "events/log/verify.hpp"
#include "tests/support/damage.hpp"
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

TEST(CheckpointTrouble, stops_intake_and_heals) {
  tests::DiskLog log;
  ASSERT_TRUE(run(log->append(request("order-a", 0))));
  // What the new checkpoint would be written to.
  const auto in_the_way = log.path() / "checkpoint.new";
  std::filesystem::create_directory(in_the_way);
  ASSERT_FALSE(run(log->checkpoint()));
  ASSERT_TRUE(eventually([&] { return log->intake() == Intake::failed; }));
  EXPECT_NE(log->trouble().find("checkpoint.new"), std::string::npos) << log->trouble();
  EXPECT_EQ(run(log->append(request("order-a", 1))).error().code, log_errc::storage_failed)
      << "what is not under a checkpoint must not pile up";
  std::filesystem::remove(in_the_way);
  ASSERT_TRUE(eventually([&] { return log->intake() == Intake::open; })) << log->trouble();
  ASSERT_TRUE(run(log->append(request("order-a", 1))));
  ASSERT_TRUE(run(log->checkpoint()));
  log.shut();
  expect_sound(log.path());
}

TEST(StartOnAFullDisk, can_be_read_and_heals) {
  FaultyDisk disk;
  tests::DiskLog log(disk.env());
  ASSERT_TRUE(run(log->append(request("order-a", 0, 300, "c-1"))));
  log.shut();
  disk.set(FaultyDisk::Fault::disk_full);
  const auto opened = log.try_open();
  ASSERT_TRUE(opened) << describe(opened.error());
  EXPECT_EQ(log->intake(), Intake::full);
  EXPECT_FALSE(log->trouble().empty());
  EXPECT_EQ(run(log->read(0, 1'000))->size(), 300u);
  EXPECT_EQ(run(log->append(request("order-a", 300))).error().code, log_errc::storage_full);
  disk.set(FaultyDisk::Fault::none);
  ASSERT_TRUE(eventually([&] { return log->intake() == Intake::open; })) << log->trouble();
  ASSERT_TRUE(run(log->append(request("order-a", 300))));
  EXPECT_TRUE(log->trouble().empty());
  log.shut();
  expect_sound(log.path());
}

TEST(DamagedBlock, is_told_from_then_on) {
  tests::DiskLog log;
  ASSERT_TRUE(run(log->append(request("order-a", 0, 1'000))));
  for (Version version = 1'000; version < 3'000; version += 1'000)
    ASSERT_TRUE(run(log->append(request("order-a", version, 1'000))));
  log.open();  // moves what the write-ahead log holds into tables
  ASSERT_TRUE(log->trouble().empty());
  for (const auto& entry : std::filesystem::directory_iterator(log.path() / "db"))
    if (entry.path().extension() == ".sst")
      for (std::uintmax_t at = 100; at < std::filesystem::file_size(entry.path()) / 2; at += 1'000)
        tests::flip_bit(entry.path(), at);
  EXPECT_EQ(run(log->read(0, 10)).error().code, log_errc::corrupt);
  EXPECT_FALSE(log->trouble().empty());
  EXPECT_EQ(log->intake(), Intake::open) << "what comes is kept";
}

}  // namespace
}  // namespace kigen::events
