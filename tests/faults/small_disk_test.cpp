// Log and vault on a small disk that is filled to the brim and emptied again. A program of its own: the disk
// is mounted where nobody else sees it, which takes root; who cannot be root says so with KIGEN_NO_MOUNT.
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>

#include <atomic>
#include <boost/asio/system_executor.hpp>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <thread>

#include "events/log/verify.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "tests/faults/vault_steps.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::tests {
namespace {

namespace fs = std::filesystem;
using events::Intake;
using events::log_errc;
using events::RocksLog;

class SmallDisk : public testing::Test {
 protected:
  void SetUp() override {
    const auto why_not = mount_disk();
    if (why_not.empty()) return;
    if (std::getenv("KIGEN_NO_MOUNT") != nullptr) GTEST_SKIP() << why_not;
    FAIL() << why_not << "; KIGEN_NO_MOUNT=1 goes without";
  }
  void TearDown() override { ::umount2(folder_.path().c_str(), MNT_DETACH); }

  /// 64 MiB, for this process alone. Threads that run already would not see it.
  std::string mount_disk() {
    static const bool is_alone =
        ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    if (is_alone && ::mount("small", folder_.path().c_str(), "tmpfs", 0, "size=64m") == 0) return {};
    return std::string("no small disk: ") + std::strerror(errno);
  }

  /// Takes up room until `left_bytes` are left.
  void fill(std::uintmax_t left_bytes = 0) {
    std::ofstream filler(filler_, std::ios::binary | std::ios::app);
    const std::string some(4096, '#');
    while (fs::space(folder_.path()).available > left_bytes && filler.write(some.data(), 4096).flush()) {
    }
  }
  void empty() { fs::remove(filler_); }

  Result<std::unique_ptr<RocksLog>> open_log() {
    return RocksLog::open({.path = folder_.path() / "log", .signer = known_signer()});
  }
  void expect_sound() {
    const auto verified = events::verify({.path = folder_.path() / "log"}).value();
    for (const auto& finding : verified.findings) ADD_FAILURE() << finding.where << ": " << finding.what;
  }

  TempFolder folder_;
  const fs::path filler_ = folder_.path() / "filler";
};

/// Appends to a stream of its own on a thread of its own. What is refused for want of room is asked again.
class Producer {
 public:
  Producer(RocksLog& log, std::string stream) : log_(log), stream_(std::move(stream)) {}
  ~Producer() { stop(); }
  void stop() {
    is_over_ = true;
    if (thread_.joinable()) thread_.join();
  }
  Version kept() const { return kept_; }
  const std::string& stream() const { return stream_; }

 private:
  void produce() {
    while (!is_over_) {
      const Version version = kept_;
      auto wanted = request(stream_, version, 1, stream_ + "-" + std::to_string(version));
      wanted.streams[0].events = {event(stream_, 30'000)};  // so that room allocated ahead is soon used up
      const auto answer = run(log_.append(std::move(wanted)));
      if (answer) {
        ++kept_;
      } else {
        EXPECT_EQ(answer.error().code, log_errc::storage_full) << describe(answer.error());
        eventually([&] { return is_over_ || log_.intake() == Intake::open; });
      }
    }
  }

  RocksLog& log_;
  const std::string stream_;
  std::atomic<Version> kept_ = 0;
  std::atomic<bool> is_over_ = false;
  std::thread thread_{[this] { produce(); }};
};

TEST_F(SmallDisk, filled_while_several_append_stops_them_until_there_is_room) {
  auto log = open_log().value();
  std::vector<std::unique_ptr<Producer>> producers;
  for (int i = 0; i < 3; ++i)
    producers.push_back(std::make_unique<Producer>(*log, "order-" + std::to_string(i)));
  for (int round = 0; round < 3; ++round) {
    const auto before = log->end();
    ASSERT_TRUE(eventually([&] { return log->end() > before; })) << log->trouble();
    ASSERT_TRUE(eventually([&] {
      fill();
      return log->intake() == Intake::full;
    })) << "the log went on without room";
    EXPECT_NE(log->trouble().find("No space"), std::string::npos) << log->trouble();
    EXPECT_FALSE(run(log->read_stream({"order-0"}, 1, 10))->empty()) << "reading goes on";
    empty();
    ASSERT_TRUE(eventually([&] { return log->intake() == Intake::open; })) << log->trouble();
  }
  Version kept = 0;
  for (auto& producer : producers) {
    producer->stop();
    kept += producer->kept();
    const auto last = run(log->find_command(producer->stream() + "-" + std::to_string(producer->kept() - 1)));
    EXPECT_TRUE(last.value()) << producer->stream();
  }
  EXPECT_EQ(log->end(), kept) << "all that was acknowledged, each once";
  producers.clear();
  log.reset();
  expect_sound();
}

/// An event that does not compress.
events::AppendRequest large_request(std::mt19937& random, std::size_t number) {
  auto made = request("order-" + std::to_string(number), 0, 1, "c-" + std::to_string(number));
  std::string noise(60'000, ' ');
  for (auto& c : noise) c = static_cast<char>('A' + random() % 26);
  made.streams[0].events[0].payload = R"({"text":")" + noise + "\"}";
  return made;
}

TEST_F(SmallDisk, that_the_log_itself_fills_keeps_what_was_acknowledged) {
  fill(16 << 20);
  std::mt19937 random(1);
  std::size_t acknowledged = 0;
  auto log = open_log().value();
  Result<events::Appended> answer;
  while ((answer = run(log->append(large_request(random, acknowledged))))) ASSERT_LT(++acknowledged, 1'000u);
  EXPECT_EQ(answer.error().code, log_errc::storage_full) << describe(answer.error());
  EXPECT_GT(acknowledged, 10u);
  EXPECT_EQ(log->intake(), Intake::full);
  EXPECT_EQ(log->end(), acknowledged);

  empty();
  ASSERT_TRUE(eventually([&] { return log->intake() == Intake::open; })) << log->trouble();
  ASSERT_TRUE(run(log->append(large_request(random, acknowledged))));
  for (std::size_t number = 0; number <= acknowledged; ++number)
    EXPECT_TRUE(run(log->find_command("c-" + std::to_string(number))).value()) << number;
  log.reset();
  expect_sound();
}

TEST_F(SmallDisk, refuses_secrets_cleanly_and_takes_them_when_there_is_room) {
  orchestrator::SystemRandom random;
  const auto open = [&] {
    return *orchestrator::vault::FileVault::open(folder_.path() / "vault", known_master(), random,
                                                 asio::system_executor());
  };
  const auto text_of = [](auto& vault, char slot) { return run(vault->get(ref_of(slot))); };
  const std::string large(100'000, '#');
  auto vault = open();
  ASSERT_TRUE(run(vault->put(ref_of('1'), Secret("one"))));
  fill();
  for (const char slot : {'1', '2'}) {
    const auto refused = run(vault->put(ref_of(slot), Secret(large)));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, orchestrator::vault_errc::write_failed);
    EXPECT_NE(refused.error().detail.find("No space left"), std::string::npos) << refused.error().detail;
  }
  EXPECT_EQ(text_of(vault, '1')->reveal(), "one") << "the old one stays";
  EXPECT_EQ(text_of(vault, '2').error().code, orchestrator::vault_errc::not_found);
  for (const auto& entry : fs::directory_iterator(folder_.path() / "vault"))
    EXPECT_NE(entry.path().extension(), ".new");
  vault = open();
  EXPECT_EQ(text_of(vault, '1')->reveal(), "one") << "it opens on a full disk";

  empty();
  for (const char slot : {'1', '2'}) ASSERT_TRUE(run(vault->put(ref_of(slot), Secret(large))));
  vault = open();
  for (const char slot : {'1', '2'}) EXPECT_TRUE(text_of(vault, slot)->reveal() == large);
}

}  // namespace
}  // namespace kigen::tests
