#include "events/log/rocks_log.hpp"

#include <array>

#include "events/log/verify.hpp"
#include "tests/contract/event_log_contract.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

using tests::DiskLog;
using tests::request;
using tests::run;

class RocksLogUnderTest final : public LogUnderTest {
 public:
  EventLog& log() override { return *log_; }
  std::string verifier_key() override { return tests::known_signer().verifier_key(); }
  void close() override { log_->close(); }

 private:
  DiskLog log_;
};

INSTANTIATE_TEST_SUITE_P(Rocks, EventLogContract,
                         testing::Values(LogForm{"rocks",
                                                 [] { return std::make_unique<RocksLogUnderTest>(); }}),
                         form_name);

std::string all_bytes(EventLog& log) {
  std::string bytes;
  Subscription all(log, 0);
  while (all.position() < log.end()) {
    const auto records = run(all.next()).value();
    for (const auto& record : records) bytes += encode_record(record) + "\n";
  }
  return bytes;
}

TEST(RocksLog, everything_is_there_after_reopening) {
  DiskLog log;
  ASSERT_TRUE(run(log->append(request("order-a", 0, 300, "c-1"))));
  ASSERT_TRUE(run(log->append(request("order-b", 0, 5))));
  const auto bytes = all_bytes(*log);
  const auto head = run(log->tree_head()).value();
  const auto tile = run(log->tile(0, 0, 256)).value();
  const auto note = run(log->checkpoint()).value();

  log.open();
  EXPECT_EQ(all_bytes(*log), bytes);
  EXPECT_EQ(run(log->tree_head()).value(), head);
  EXPECT_EQ(run(log->tile(0, 0, 256)).value(), tile);
  EXPECT_EQ(run(log->checkpoint()).value(), note);
  EXPECT_TRUE(run(log->append(request("order-a", 0, 300, "c-1")))->repeated);
  EXPECT_EQ(run(log->append(request("order-b", 4))).error().code, log_errc::version_conflict);
  EXPECT_EQ(run(log->append(request("order-b", 5)))->first, 305u);
}

TEST(RocksLog, reads_what_is_no_longer_in_memory) {
  DiskLog log;
  for (int i = 0; i < 6; ++i)
    ASSERT_TRUE(run(log->append(request("order-" + std::to_string(i), 0, max_append_events))));
  const auto records = run(log->read(10, 700)).value();
  ASSERT_EQ(records.size(), 700u);
  for (std::size_t i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].position, 10 + i);
}

TEST(RocksLog, times_do_not_go_back_over_a_restart) {
  DiskLog log;
  auto late = request("order-a", 0);
  late.meta.time = Instant(std::chrono::seconds(100));
  ASSERT_TRUE(run(log->append(late)));
  log.open();
  ASSERT_TRUE(run(log->append(request("order-b", 0))));
  EXPECT_EQ(run(log->read(1, 1))->front().meta.time, late.meta.time);
}

TEST(RocksLog, a_folder_belongs_to_one_process) {
  DiskLog log;
  const auto second = RocksLog::open({.path = log.path(), .signer = tests::known_signer()});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, log_errc::in_use);
  EXPECT_EQ(describe(second.error()), "another kigen uses this data directory: " + log.path().string() +
                                          " (process " + std::to_string(::getpid()) + ")");
  EXPECT_EQ(verify({.path = log.path()}).error().code, log_errc::in_use);
}

TEST(RocksLog, a_log_keeps_its_key) {
  DiskLog log;
  log.shut();
  std::array<std::uint8_t, 32> seed{1};
  const auto other =
      RocksLog::open({.path = log.path(), .signer = Signer::from_seed("example.com/log", seed).value()});
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, log_errc::bad_key_file);
}

TEST(RocksLog, ends_under_a_checkpoint) {
  DiskLog log;
  ASSERT_TRUE(run(log->append(request("order-a", 0, 3))));
  const auto head = run(log->tree_head()).value();
  log.shut();
  const auto verified = verify({.path = log.path(), .verifier_key = tests::known_signer().verifier_key()});
  ASSERT_TRUE(verified && verified->checkpoint);
  EXPECT_EQ(verified->checkpoint->tree, head);
}

}  // namespace
}  // namespace kigen::events
