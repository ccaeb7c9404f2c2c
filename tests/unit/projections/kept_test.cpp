// The view of everything that is only settings, or little more.
#include <gtest/gtest.h>

#include "orchestrator/kept/commands.hpp"
#include "projections/errors.hpp"
#include "tests/support/kept_sample.hpp"
#include "tests/support/kept_types.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using tests::least_settings;
using tests::value_of;

template <class S>
struct KeptList : ::testing::Test {
  using Ways = orchestrator::Keeping<S>;
  static S::Id id(std::uint8_t number) { return {Uuid{{number}}}; }
  /// Made in the order of their ids.
  KeptList() {
    std::uint8_t number = 0;
    for (const auto* name : {"charlie", "Alpha", "bravo", "delta"}) make(id(++number), name);
  }
  void make(S::Id of, const std::string& name) {
    history.add(Ways::stream(of), Ways::created(of, least_settings<S>(name)));
  }
  void look() { views = tests::views_of(history); }
  Page<typename RowOf<S>::type> list(const KeptFilter& filter, const Paging& paging = {}) const {
    if constexpr (is_scoped<S>)
      return value_of(views->kept<S>().list(Scope::everything(), filter, paging));
    else
      return value_of(views->kept<S>().list(filter, paging));
  }
  auto detail(S::Id of) const {
    if constexpr (is_scoped<S>)
      return views->kept<S>().detail(Scope::everything(), of);
    else
      return views->kept<S>().detail(of);
  }
  static std::string names(const auto& page) {
    std::string all;
    for (const auto& row : page.rows) all += row.settings.name + ' ';
    return all;
  }
  tests::History history;
  std::unique_ptr<Views> views;
};
TYPED_TEST_SUITE(KeptList, tests::KeptTypes, tests::KeptNames);

TYPED_TEST(KeptList, IsInTheOrderOfNamesEitherWay) {
  this->look();
  EXPECT_EQ(this->names(this->list({})), "Alpha bravo charlie delta ");
  EXPECT_EQ(this->names(this->list({.descending = true})), "delta charlie bravo Alpha ");
}

TYPED_TEST(KeptList, ComesInPagesWithTheirTotal) {
  this->look();
  const KeptFilter backward{.descending = true};
  const auto first = this->list(backward, {.limit = 3});
  EXPECT_EQ(this->names(first), "delta charlie bravo ");
  EXPECT_EQ(first.total, 4U);
  const auto last = this->list(backward, {.cursor = first.next, .limit = 3});
  EXPECT_EQ(this->names(last), "Alpha ");
  EXPECT_EQ(last.total, 4U);
  EXPECT_FALSE(last.next);
}

TYPED_TEST(KeptList, IsSearchedInEitherCase) {
  this->look();
  const auto found = this->list({.search = "ALP"});
  EXPECT_EQ(this->names(found), "Alpha ");
  EXPECT_EQ(found.total, 1U);
}

TYPED_TEST(KeptList, CanBeSortedByItsColumns) {
  this->look();
  for (const auto& column : listed_paths<TypeParam>())
    EXPECT_EQ(this->list({.sort = column}).rows.size(), 4U) << column;
}

TYPED_TEST(KeptList, FollowsEditsAndDeletions) {
  using S = TypeParam;
  using Ways = TestFixture::Ways;
  const auto [one, two] = std::array{this->id(1), this->id(2)};
  this->history.add(Ways::stream(one),
                    Ways::edited(one, least_settings<S>("charlie"), least_settings<S>("echo")));
  this->history.add(Ways::stream(two), Ways::deleted(two));
  this->look();
  EXPECT_EQ(this->names(this->list({})), "bravo delta echo ");
  const auto seen = value_of(this->detail(one));
  EXPECT_EQ(seen.value.version, Ways::has_own_stream ? 2U : 6U);
  EXPECT_EQ(seen.value.settings, least_settings<S>("echo"));
  EXPECT_EQ(this->detail(two).error().code, projection_errc::not_found);
}

TEST(Applicants, AreSortedByTheirKindAndByWhatAKindHas) {
  tests::History history;
  const auto add = [&](std::uint8_t n, const ApplicantSettings& settings) {
    history.add(stream_of(ApplicantId{Uuid{{n}}}), Created<ApplicantSettings>{settings});
  };
  add(1, {"one", Person{.family_name = "Abe", .mail = "a@example.com"}});
  add(2, {"two", CaUser{.user_id = "0"}});
  add(3, {"three", Person{.family_name = "Ono", .mail = "0@example.com"}});
  const auto views = tests::views_of(history);
  const auto sorted = [&](std::string column) {
    std::string names;
    for (const auto& row :
         value_of(views->kept<ApplicantSettings>().list({.sort = std::move(column)}, {})).rows)
      names += row.settings.name + " ";
    return names;
  };
  EXPECT_EQ(sorted("who"), "two one three ") << "ca-user, person, person";
  EXPECT_EQ(sorted("who.mail"), "two three one ") << "the first has none";
  EXPECT_EQ(sorted("who.familyName"), "two one three ");
}

AccessSettings access_to(const std::string& name, const std::string& host) {
  return {name, SshAccess{.host = host, .execution_id = "root"}};
}

TEST(Accesses, AreFoundAndSortedByTheirHost) {
  tests::History history;
  history.add(stream_of(AccessId{Uuid{{1}}}), AccessCreated{access_to("one", "b-2")});
  history.add(stream_of(AccessId{Uuid{{2}}}), AccessCreated{access_to("two", "a-1")});
  const auto views = tests::views_of(history);
  const auto& accesses = views->kept<AccessSettings>();
  EXPECT_EQ(value_of(accesses.list({.sort = "connection.host"}, {})).rows.front().settings.name, "two");
  EXPECT_EQ(value_of(accesses.list({.search = "B-2"}, {})).rows.front().settings.name, "one");
  EXPECT_TRUE(value_of(accesses.list({.search = "root"}, {})).rows.empty()) << "execution ids are not listed";
}

TEST(UserGroups, ShowThoseOfTheScopeAlone) {
  const UserGroupId sales{Uuid{{1}}};
  const UserGroupId other{Uuid{{2}}};
  tests::History history;
  history.add(stream_of(sales), Created<UserGroupSettings>{{"sales"}});
  history.add(stream_of(other), Created<UserGroupSettings>{{"other"}});
  const auto views = tests::views_of(history);
  const auto& groups = views->kept<UserGroupSettings>();
  const auto page = value_of(groups.list(Scope::of({sales}), {}, {}));
  EXPECT_EQ(page.total, 1U);
  EXPECT_EQ(page.rows.front().settings.name, "sales");
  EXPECT_TRUE(groups.detail(Scope::of({sales}), sales));
  EXPECT_EQ(groups.detail(Scope::of({sales}), other).error().code, projection_errc::not_found);
}

}  // namespace
}  // namespace kigen::projections
