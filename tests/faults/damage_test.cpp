// Every kind of file of a log, flipped and truncated at many places: verify must find it and say where.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "events/log/verify.hpp"
#include "tests/support/damage.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t places_in_a_file = 12;

struct Kind {
  const char* name;
  const char* pattern;  ///< what the file's path ends in or, before a number, contains
};

class FileDamage : public testing::TestWithParam<Kind> {
 protected:
  void SetUp() override {
    ASSERT_TRUE(tests::run(log_->append(tests::request("order-a", 0, 300, "c-1"))));
    log_.open();  // moves what the write-ahead log holds into tables
    for (Version version = 300; version < 340; ++version)
      ASSERT_TRUE(tests::run(log_->append(tests::request("order-a", version))));
    log_.shut();
    fs::copy(log_.path(), good_, fs::copy_options::recursive);
  }

  std::vector<fs::path> files() const {
    std::vector<fs::path> found;
    for (const auto& entry : fs::recursive_directory_iterator(good_))
      if (entry.is_regular_file() && entry.path().string().find(GetParam().pattern) != std::string::npos &&
          used_bytes(entry.path()) > 0)
        found.push_back(fs::relative(entry.path(), good_));
    return found;
  }
  /// RocksDB allocates some files ahead: zeros at their ends mean nothing.
  static std::uintmax_t used_bytes(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    return bytes.find_last_not_of('\0') + 1;
  }

  /// The file; or what is wrong in the log, when the file reads well but says something else.
  static bool names_place(const Finding& finding, const fs::path& file) {
    for (const auto* const place : {"record ", "stream ", "command ", "tile", "checkpoint"})
      if (finding.where.starts_with(place) && file.extension() != ".sst") return true;
    // CURRENT does nothing but name the manifest.
    const auto name = file.filename() == "CURRENT" ? "MANIFEST-" : file.filename().string();
    return finding.what.find(name) != std::string::npos ||
           finding.what.find(file.filename().string()) != std::string::npos;
  }

  void expect_named(const fs::path& file, const std::function<void(const fs::path&)>& damage) {
    fs::remove_all(log_.path());
    fs::copy(good_, log_.path(), fs::copy_options::recursive);
    damage(log_.path() / file);
    const auto found = verify({.path = log_.path(), .verifier_key = tests::known_signer().verifier_key()});
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_TRUE(std::ranges::any_of(found->findings,
                                    [&](const Finding& finding) { return names_place(finding, file); }))
        << file << (found->sound() ? " is said to be sound" : found->findings.front().what);
  }

  tests::DiskLog log_;
  const tests::TempFolder folder_;
  const fs::path good_ = folder_.path() / "good";
};

TEST_P(FileDamage, is_found_and_named) {
  ASSERT_FALSE(files().empty());
  for (const auto& file : files()) {
    const auto size = used_bytes(good_ / file);
    for (std::uintmax_t i = 0; i < places_in_a_file; ++i) {
      const auto at = i * (size - 1) / (places_in_a_file - 1);
      SCOPED_TRACE(file.string() + ", byte " + std::to_string(at) + " of " + std::to_string(size));
      expect_named(file, [&](const fs::path& path) { tests::flip_bit(path, at); });
      expect_named(file, [&](const fs::path& path) { fs::resize_file(path, at); });
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Log, FileDamage,
                         testing::Values(Kind{"table", ".sst"}, Kind{"write_ahead_log", ".log"},
                                         Kind{"manifest", "MANIFEST-"}, Kind{"current", "CURRENT"},
                                         Kind{"checkpoint", "/checkpoint"}),
                         [](const auto& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace kigen::events
