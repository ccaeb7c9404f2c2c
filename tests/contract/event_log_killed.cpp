// A log whose process was killed and whose disk then lied: what was acknowledged is there, or the log says
// that it is not. The last process to use it has signed a checkpoint over the first half only.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "events/log/acknowledged_mark.hpp"
#include "events/log/verify.hpp"
#include "tests/support/damage.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

namespace fs = std::filesystem;
using tests::run;

constexpr Position checkpointed = 60;
constexpr Position acknowledged = 120;

class KilledLog : public testing::Test {
 protected:
  void SetUp() override {
    append(checkpointed);
    ASSERT_TRUE(run(log_->checkpoint()));
    append(acknowledged);
    copy_running(killed_);
  }

  void append(Position end) {
    while (log_->end() < end) ASSERT_TRUE(run(log_->append(tests::request("order-a", log_->end()))));
  }
  /// What is on disk now is what a kill would leave.
  void copy_running(const fs::path& to) const {
    fs::remove_all(to);
    fs::copy(log_.path(), to, fs::copy_options::recursive);
  }

  static fs::path write_ahead_log(const fs::path& log) {
    fs::path newest;
    for (const auto& entry : fs::directory_iterator(log / "db"))
      if (entry.path().extension() == ".log") newest = std::max(newest, entry.path());
    return newest;
  }
  static std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::uintmax_t used_bytes(const fs::path& path) { return bytes_of(path).find_last_not_of('\0') + 1; }

  static Result<std::unique_ptr<RocksLog>> open(const fs::path& path) {
    return RocksLog::open({.path = path, .signer = tests::known_signer()});
  }
  static Verification verified(const fs::path& path) {
    return verify({.path = path, .verifier_key = tests::known_signer().verifier_key()}).value();
  }
  static void expect_refused(const fs::path& path, std::string_view where) {
    const auto found = verified(path);
    EXPECT_TRUE(std::ranges::any_of(found.findings, [&](const Finding& one) { return one.where == where; }))
        << (found.sound() ? "said to be sound" : found.findings.front().where + found.findings.front().what);
    const auto before = bytes_of(write_ahead_log(path));
    const auto opened = open(path);
    ASSERT_FALSE(opened) << "opens with " << (*opened)->end();
    EXPECT_EQ(opened.error().code, log_errc::corrupt) << describe(opened.error());
    EXPECT_TRUE(bytes_of(write_ahead_log(path)) == before) << "what proves the loss is gone";
  }
  static void expect_whole(const fs::path& path, Position end) {
    const auto found = verified(path);
    EXPECT_TRUE(found.sound()) << found.findings.front().where << ": " << found.findings.front().what;
    const auto opened = open(path);
    ASSERT_TRUE(opened) << describe(opened.error());
    EXPECT_EQ((*opened)->end(), end);
  }

  tests::DiskLog log_;
  const tests::TempFolder folder_;
  const fs::path killed_ = folder_.path() / "killed";
};

TEST_F(KilledLog, has_all_that_was_acknowledged) { expect_whole(killed_, acknowledged); }

TEST_F(KilledLog, a_flipped_bit_in_the_write_ahead_log_is_damage_wherever_it_is) {
  const auto used = used_bytes(write_ahead_log(killed_));
  constexpr std::uintmax_t places = 40;
  for (std::uintmax_t i = 0; i < places; ++i) {
    const auto at = i * (used - 1) / (places - 1);
    SCOPED_TRACE("byte " + std::to_string(at) + " of " + std::to_string(used));
    copy_running(killed_);
    tests::flip_bit(write_ahead_log(killed_), at);
    // Behind the last write there is nothing that it could be told by but the mark.
    const auto found = verified(killed_);
    const bool is_told = std::ranges::any_of(found.findings, [](const Finding& one) {
      return one.where == "write-ahead log" || one.where == "acknowledged";
    });
    EXPECT_TRUE(is_told);
    EXPECT_EQ(open(killed_).error().code, log_errc::corrupt);
  }
}

TEST_F(KilledLog, a_bad_length_hides_nothing_behind_it) {
  fs::remove(killed_ / "acknowledged");
  tests::flip_bit(write_ahead_log(killed_), used_bytes(write_ahead_log(killed_)) / 2 / 32'768 * 32'768 + 4);
  expect_refused(killed_, "write-ahead log");
}

TEST_F(KilledLog, a_zeroed_sector_in_the_middle_is_damage) {
  fs::remove(killed_ / "acknowledged");
  const auto wal = write_ahead_log(killed_);
  const auto used = used_bytes(wal);
  std::fstream file(wal, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(static_cast<std::streamoff>(used / 2 / 512 * 512));
  file << std::string(512, '\0');
  file.close();
  expect_refused(killed_, "write-ahead log");
}

TEST_F(KilledLog, a_write_ahead_log_that_lacks_its_end_or_is_gone_is_damage) {
  const auto wal = write_ahead_log(killed_);
  fs::resize_file(wal, used_bytes(wal) - 1);
  expect_refused(killed_, "acknowledged");

  for (const auto& lose : {+[](const fs::path& file) { fs::resize_file(file, 0); },
                           +[](const fs::path& file) { fs::remove(file); }}) {
    copy_running(killed_);
    lose(write_ahead_log(killed_));
    EXPECT_FALSE(verified(killed_).sound());
    EXPECT_EQ(open(killed_).error().code, log_errc::corrupt);
    EXPECT_FALSE(verified(killed_).sound()) << "to have tried does not make it whole";
  }
}

TEST_F(KilledLog, a_torn_write_that_nobody_was_told_of_is_no_damage) {
  const auto before = fs::path(killed_.string() + ".before");
  copy_running(before);
  append(acknowledged + 1);
  const auto first = used_bytes(write_ahead_log(before));
  const auto last = used_bytes(write_ahead_log(log_.path()));
  for (const auto cut : {first + 1, first + 6, (first + last) / 2, last - 1}) {
    SCOPED_TRACE("cut at " + std::to_string(cut) + " of " + std::to_string(last));
    copy_running(killed_);
    fs::copy_file(before / "acknowledged", killed_ / "acknowledged", fs::copy_options::overwrite_existing);
    fs::resize_file(write_ahead_log(killed_), cut);
    expect_whole(killed_, acknowledged);
  }
  // Its sectors may have come in any order.
  copy_running(killed_);
  fs::copy_file(before / "acknowledged", killed_ / "acknowledged", fs::copy_options::overwrite_existing);
  tests::flip_bit(write_ahead_log(killed_), first + 20);
  expect_whole(killed_, acknowledged);
}

TEST_F(KilledLog, a_database_without_the_file_that_leads_to_the_others_is_not_begun_anew) {
  fs::remove(killed_ / "db" / "CURRENT");
  const auto found = verified(killed_);
  ASSERT_FALSE(found.sound());
  EXPECT_NE(found.findings.front().what.find("CURRENT is missing"), std::string::npos);
  EXPECT_EQ(open(killed_).error().code, log_errc::corrupt);
  EXPECT_FALSE(fs::exists(killed_ / "db" / "CURRENT"));
}

TEST_F(KilledLog, a_damaged_mark_is_named) {
  tests::flip_bit(killed_ / "acknowledged", 19);
  expect_refused(killed_, "acknowledged");
  copy_running(killed_);
  fs::resize_file(killed_ / "acknowledged", 7);
  expect_refused(killed_, "acknowledged");
}

TEST_F(KilledLog, a_mark_that_is_not_there_is_made) {
  fs::remove(killed_ / "acknowledged");
  {
    const auto opened = open(killed_);
    ASSERT_TRUE(opened);
    ASSERT_TRUE(run((*opened)->append(tests::request("order-a", acknowledged))));
    EXPECT_EQ(AcknowledgedMark::read(killed_).value(), acknowledged + 1);
  }
  expect_whole(killed_, acknowledged + 1);
}

}  // namespace
}  // namespace kigen::events
