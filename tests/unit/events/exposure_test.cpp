#include "events/core/exposure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "tests/support/temp_folder.hpp"

namespace kigen {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

class Exposure : public testing::Test {
 protected:
  void SetUp() override { std::ofstream(file_) << "text"; }
  /// What is said of the file with that mode; nothing when it is fine.
  std::string said(unsigned mode, Privacy privacy) { return said_of(file_, mode, privacy); }
  std::string said_of(const fs::path& path, unsigned mode, Privacy privacy) {
    EXPECT_EQ(::chmod(path.c_str(), mode), 0);
    const auto fit = check_exposure(path, privacy);
    return fit ? "" : fit.error().detail;
  }

  tests::TempFolder folder_;
  const fs::path file_ = folder_.path() / "file";
};

TEST_F(Exposure, of_a_secret_is_any_access_of_others) {
  for (const unsigned mode : {0600, 0400, 0700}) EXPECT_EQ(said(mode, Privacy::secret), "") << mode;
  for (const unsigned mode : {0604, 0640, 0620, 0610, 0601})
    EXPECT_NE(said(mode, Privacy::secret), "") << mode;
  EXPECT_EQ(said(0644, Privacy::secret),
            file_.string() + " has the mode 0644, so that others may read it; chmod 600 " + file_.string());
}

TEST_F(Exposure, of_what_anybody_may_read_is_writing) {
  for (const unsigned mode : {0644, 0755, 0400}) EXPECT_EQ(said(mode, Privacy::intact), "") << mode;
  for (const unsigned mode : {0664, 0646, 0620}) EXPECT_NE(said(mode, Privacy::intact), "") << mode;
  EXPECT_THAT(said(0646, Privacy::intact),
              AllOf(HasSubstr("others may change it"), HasSubstr("chmod go-w ")));
}

TEST_F(Exposure, of_folders_is_the_same_but_for_the_sticky_bit) {
  const auto below = folder_.path() / "below";
  fs::create_directory(below);
  EXPECT_EQ(said_of(below, 0700, Privacy::secret), "");
  EXPECT_THAT(said_of(below, 0755, Privacy::secret),
              AllOf(HasSubstr("others may enter it"), HasSubstr("chmod 700 ")));
  EXPECT_EQ(said_of(below, 01777, Privacy::intact), "");
  EXPECT_NE(said_of(below, 0777, Privacy::intact), "");
}

TEST_F(Exposure, is_owning_it_too) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  ASSERT_EQ(::chown(file_.c_str(), 65'534, 0), 0);
  for (const auto privacy : {Privacy::secret, Privacy::intact})
    EXPECT_THAT(said(0600, privacy), AllOf(HasSubstr("belongs to nobody"), HasSubstr("chown root ")));
}

TEST_F(Exposure, is_looked_for_behind_links) {
  const auto link = folder_.path() / "link";
  fs::create_symlink(file_, link);
  EXPECT_NE(said_of(link, 0644, Privacy::secret), "");
  EXPECT_TRUE(check_exposure("/dev/null", Privacy::secret)) << "a device keeps nothing";
}

TEST_F(Exposure, of_a_new_folder_is_who_may_write_above_it) {
  const auto above = folder_.path() / "above";
  fs::create_directories(above / "ours");
  EXPECT_TRUE(check_place(above / "new"));
  EXPECT_TRUE(check_place(above / "not" / "there" / "yet/"));
  ASSERT_EQ(::chmod(above.c_str(), 0777), 0);
  for (const auto* const name : {"new", "ours", "ours/new"})
    EXPECT_THAT(check_place(above / name).error().detail,
                AllOf(HasSubstr(above.string()), HasSubstr("chmod o-w")))
        << name;
  ASSERT_EQ(::chmod(above.c_str(), 01777), 0);
  EXPECT_TRUE(check_place(above / "new")) << "as /tmp is";
}

TEST_F(Exposure, of_a_new_folder_is_one_of_another_user) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give folders away";
  const auto theirs = folder_.path() / "theirs";
  fs::create_directory(theirs);
  ASSERT_EQ(::chown(theirs.c_str(), 65'534, 0), 0);
  EXPECT_THAT(check_place(theirs).error().detail, HasSubstr("belongs to nobody"));
  EXPECT_TRUE(check_place(theirs / "new")) << "what they put there instead would not be ours";
}

}  // namespace
}  // namespace kigen
