#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <algorithm>
#include <fstream>
#include <functional>

#include "events/log/database.hpp"
#include "events/log/database_options.hpp"
#include "events/log/rocks_keys.hpp"
#include "events/log/verify.hpp"
#include "tests/support/damage.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

using tests::flip_bit;
using tests::run;
namespace fs = std::filesystem;

/// A closed log of 600 records in two streams, under a checkpoint; its files are in order.
class Damage : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(run(log_->append(tests::request("order-a", 0, 300, "c-1"))));
    ASSERT_TRUE(run(log_->append(tests::request("order-b", 0, 299, "c-2"))));
    ASSERT_TRUE(run(log_->append(tests::request("order-b", 299))));
    log_.open();  // moves what the write-ahead log holds into tables
    log_.shut();
  }

  Verification verified() { return verify({.path = log_.path(), .verifier_key = key_}).value(); }

  /// Changes the database behind the log's back.
  void tamper(
      const std::function<rocksdb::Status(rocksdb::DB&, std::vector<rocksdb::ColumnFamilyHandle*>&)>& how) {
    rocksdb::DB* db = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> families;
    ASSERT_TRUE(rocksdb::DB::Open(database_options(nullptr), (log_.path() / "db").string(), column_families(),
                                  &families, &db)
                    .ok());
    EXPECT_TRUE(how(*db, families).ok());
    for (auto* family : families) db->DestroyColumnFamilyHandle(family);
    delete db;
  }
  void put(Family family, const std::string& key, const std::string& value) {
    tamper([&](auto& db, auto& families) { return db.Put({}, families[std::size_t(family)], key, value); });
  }
  void remove(Family family, const std::string& key) {
    tamper([&](auto& db, auto& families) { return db.Delete({}, families[std::size_t(family)], key); });
  }
  std::string get(Family family, const std::string& key) {
    std::string value;
    tamper([&](auto& db, auto& families) { return db.Get({}, families[std::size_t(family)], key, &value); });
    return value;
  }

  /// The file that holds the first entries of a family.
  fs::path table_of(const std::string& family) {
    std::string name;
    tamper([&](auto& db, auto&) {
      std::vector<rocksdb::LiveFileMetaData> files;
      db.GetLiveFilesMetaData(&files);
      for (const auto& file : files)
        if (file.column_family_name == family) name = file.name;
      return rocksdb::Status::OK();
    });
    return log_.path() / "db" / name.substr(1);
  }

  fs::path write_ahead_log() const {
    fs::path found;
    for (const auto& entry : fs::directory_iterator(log_.path() / "db"))
      if (entry.path().extension() == ".log" && (found.empty() || entry.path() > found)) found = entry.path();
    return found;
  }

  tests::DiskLog log_;
  const std::string key_ = tests::known_signer().verifier_key();
};

bool names(const Verification& verification, std::string_view where, std::string_view what) {
  for (const auto& finding : verification.findings)
    if (finding.where.find(where) != std::string::npos && finding.what.find(what) != std::string::npos)
      return true;
  for (const auto& finding : verification.findings)
    std::printf("%s: %s\n", finding.where.c_str(), finding.what.c_str());
  return false;
}

TEST_F(Damage, none_is_seen_where_there_is_none) {
  std::uint64_t done = 0;
  const auto found = verify({.path = log_.path(),
                             .progress =
                                 [&](std::uint64_t at, std::uint64_t of) {
                                   done = at;
                                   EXPECT_EQ(of, 600u);
                                 }})
                         .value();
  EXPECT_TRUE(found.sound()) << found.findings.front().where << ": " << found.findings.front().what;
  EXPECT_EQ(found.tree.size, 600u);
  EXPECT_EQ(found.verifier_key, key_) << "the log names its key";
  EXPECT_EQ(found.checkpoint->tree, found.tree);
  EXPECT_EQ(done, 600u);
}

TEST_F(Damage, a_changed_record_is_named) {
  auto bytes = get(Family::records, keys::of_position(17));
  bytes.replace(bytes.find("order-a\"}"), 7, "order-x");
  put(Family::records, keys::of_position(17), bytes);
  const auto found = verified();
  EXPECT_TRUE(names(found, "tile 0/0", "hashes"));
  EXPECT_TRUE(names(found, "checkpoint", "not those it was signed over"));
}

TEST_F(Damage, a_record_in_other_words_is_named) {
  auto bytes = get(Family::records, keys::of_position(17));
  put(Family::records, keys::of_position(17), bytes.insert(1, " "));
  EXPECT_TRUE(names(verified(), "record 17", "canonical"));
}

TEST_F(Damage, a_missing_record_is_named) {
  remove(Family::records, keys::of_position(17));
  EXPECT_TRUE(names(verified(), "record 17", "missing"));
}

TEST_F(Damage, a_cut_tail_is_named_and_the_log_stays_closed) {
  remove(Family::records, keys::of_position(599));
  EXPECT_TRUE(names(verified(), "checkpoint", "signed over 600 records, but there are 599"));
  const auto opened = log_.try_open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, log_errc::corrupt);
}

TEST_F(Damage, wrong_index_entries_are_named) {
  put(Family::streams, keys::of_version({"order-a"}, 5), keys::of_position(6));
  const auto found = verified();
  EXPECT_TRUE(names(found, "record 4, stream order-a", "version 5 elsewhere"));
  EXPECT_TRUE(names(found, "stream order-a, version 5", "version 7"));
}

TEST_F(Damage, missing_index_entries_are_named) {
  remove(Family::streams, keys::of_version({"order-a"}, 5));
  remove(Family::commands, "c-1");
  const auto found = verified();
  EXPECT_TRUE(names(found, "record 4, stream order-a", "version 5 elsewhere or not"));
  EXPECT_TRUE(names(found, "record 0", "command c-1"));
}

TEST_F(Damage, superfluous_index_entries_are_named) {
  put(Family::streams, keys::of_version({"order-b"}, 301), keys::of_position(600));
  put(Family::commands, "c-3", keys::of_landing({10, 1}));
  put(Family::tiles, keys::of_tile({0, 2}), std::string(8'192, 'x'));
  const auto found = verified();
  EXPECT_TRUE(names(found, "stream order-b, version 301", "record 600 is missing"));
  EXPECT_TRUE(names(found, "command c-3", "not of this command"));
  EXPECT_TRUE(names(found, "tiles", "tile 0/2 is beyond"));
}

TEST_F(Damage, wrong_and_missing_tiles_are_named) {
  put(Family::tiles, keys::of_tile({0, 0}), std::string(8'192, 'x'));
  remove(Family::tiles, keys::of_tile({0, 1}));
  const auto found = verified();
  EXPECT_TRUE(names(found, "tile 0/0", "hashes"));
  EXPECT_TRUE(names(found, "tile 0/1", "missing"));
}

TEST_F(Damage, a_forged_checkpoint_is_named) {
  const TreeHead tree{600, leaf_hash("forged")};
  std::ofstream(log_.path() / "checkpoint") << sign_checkpoint(tests::known_signer(), tree);
  EXPECT_TRUE(names(verified(), "checkpoint", "not those it was signed over"));
  EXPECT_EQ(log_.try_open().error().code, log_errc::corrupt);

  std::ofstream(log_.path() / "checkpoint")
      << checkpoint_text({"example.com/log", tree}) << "\nno signature\n";
  EXPECT_TRUE(names(verified(), "checkpoint", "no right signature"));
  EXPECT_EQ(log_.try_open().error().code, log_errc::bad_signature);
}

TEST_F(Damage, a_flipped_bit_in_any_table_is_named) {
  flip_bit(table_of("tiles"), 1'000);
  EXPECT_TRUE(names(verified(), "tile 0/0", "checksum mismatch"));
  flip_bit(table_of("streams"), 1'000);
  EXPECT_TRUE(names(verified(), "record 0, stream order-a", "checksum mismatch"));
  flip_bit(table_of("commands"), 10);
  EXPECT_TRUE(names(verified(), "command index", "checksum mismatch"));
  flip_bit(table_of("records"), 1'000);
  const auto all = verified();
  EXPECT_TRUE(names(all, "record 0", "checksum mismatch"));
  const auto of_records =
      std::ranges::find_if(all.findings, [](const auto& finding) { return finding.where == "record 0"; });
  EXPECT_GT(of_records->more_places, 10u) << "one damaged block holds many records";
}

TEST_F(Damage, a_truncated_table_is_named) {
  const auto table = table_of("records");
  fs::resize_file(table, fs::file_size(table) / 2);
  EXPECT_TRUE(names(verified(), "database", table.filename().string()));
  EXPECT_EQ(log_.try_open().error().code, log_errc::corrupt);
}

TEST_F(Damage, acknowledged_records_cut_from_the_write_ahead_log_are_missed) {
  log_.open();
  for (Version version = 300; version < 400; ++version)
    ASSERT_TRUE(run(log_->append(tests::request("order-b", version))));
  log_.shut();
  const auto wal = write_ahead_log();
  std::ifstream in(wal, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  const auto used = bytes.find_last_not_of('\0') + 1;  // the file is allocated ahead
  fs::resize_file(wal, used / 2);
  EXPECT_TRUE(names(verified(), "checkpoint", "signed over 700 records"));
  EXPECT_EQ(log_.try_open().error().code, log_errc::corrupt);
}

TEST(Verify, says_when_there_is_no_log) {
  const tests::TempFolder folder;
  EXPECT_FALSE(verify({.path = folder.path() / "none"}));
  const auto empty = verify({.path = folder.path()}).value();
  EXPECT_FALSE(empty.sound());
}

}  // namespace
}  // namespace kigen::events
