// Everything that is only settings, or little more, is decided on alike.
#include "orchestrator/input.hpp"
#include "orchestrator/kept/commands.hpp"
#include "tests/support/kept_sample.hpp"
#include "tests/support/kept_types.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;
using tests::least_settings;

template <class S>
struct KeptThing : ::testing::Test {
  using SomeId = S::Id;
  static constexpr SomeId one{Uuid{{1}}};
  static constexpr SomeId other{Uuid{{2}}};
  const S settings = least_settings<S>("one");
  const S renamed = least_settings<S>("renamed");
  History history = History().done(Create<S>{one, settings});

  static std::string thing(std::string_view name) {
    return std::string(kept_word<S>) + ' ' + std::string(name);
  }
  static std::string detail_of(const Result<Changes>& refused) {
    return refused ? "" : refused.error().detail;
  }
};
TYPED_TEST_SUITE(KeptThing, tests::KeptTypes, tests::KeptNames);

TYPED_TEST(KeptThing, IsCreatedEditedAndDeleted) {
  using S = TypeParam;
  const auto& history = this->history;
  ASSERT_TRUE(Keeping<S>::find(history.world, this->one).settings);
  EXPECT_EQ(*Keeping<S>::find(history.world, this->one).settings, this->settings);
  auto edited = history;
  edited.done(Edit<S>{this->one, this->renamed});
  EXPECT_EQ(*Keeping<S>::find(edited.world, this->one).settings, this->renamed);
  EXPECT_EQ(Keeping<S>::named(edited.world, "renamed"), this->one);
  EXPECT_EQ(Keeping<S>::named(edited.world, "one"), std::nullopt);
  edited.done(Delete<S>{this->one});
  EXPECT_FALSE(Keeping<S>::find(edited.world, this->one).settings);
  EXPECT_EQ(Keeping<S>::named(edited.world, "renamed"), std::nullopt);
}

TYPED_TEST(KeptThing, EditedToWhatItIsChangesNothing) {
  then_nothing(this->history.when(Edit<TypeParam>{this->one, this->settings}));
}

TYPED_TEST(KeptThing, HasANameOfItsOwn) {
  using S = TypeParam;
  auto history = this->history;
  history.done(Create<S>{this->other, this->renamed});
  for (const auto& taken : {history.when(Create<S>{typename S::Id{Uuid{{3}}}, this->settings}),
                            history.when(Edit<S>{this->other, this->settings})}) {
    refused(taken, kept_errc::name_taken, 6, "settings.name");
    EXPECT_EQ(this->detail_of(taken), this->thing("one"));
  }
}

TYPED_TEST(KeptThing, HasAName) {
  auto nameless = this->settings;
  nameless.name = " ";
  refused(this->history.when(Create<TypeParam>{this->other, nameless}), input_errc::missing, 6,
          "settings.name");
  refused(this->history.when(Edit<TypeParam>{this->one, nameless}), input_errc::missing, 6, "settings.name");
}

TYPED_TEST(KeptThing, ThatIsNotThereIsUnknown) {
  using S = TypeParam;
  for (const auto& unknown : {this->history.when(Edit<S>{this->other, this->renamed}),
                              this->history.when(Delete<S>{this->other})}) {
    refused(unknown, kept_errc::unknown, 6);
    EXPECT_EQ(this->detail_of(unknown), this->thing(to_text(this->other)));
  }
}

TYPED_TEST(KeptThing, IsNamedInItsCommands) {
  using S = TypeParam;
  EXPECT_EQ(Create<S>::name, std::string(kept_word<S>) + ".create");
  EXPECT_EQ(Edit<S>::name, std::string(kept_word<S>) + ".edit");
  EXPECT_EQ(Delete<S>::name, std::string(kept_word<S>) + ".delete");
}

TEST(UserGroups, ThatOwnAServiceStay) {
  const auto group = id<UserGroupId>(1);
  const auto service = id<ServiceId>(2);
  ServiceSettings of_group{.name = "web", .common_name = "www.example.com", .group = group};
  auto history = History()
                     .done(Create<UserGroupSettings>{group, {"sales"}})
                     .given(stream_of(service), ServiceCreated{of_group});
  const auto kept = history.when(Delete<UserGroupSettings>{group});
  refused(kept, kept_errc::used, 6);
  EXPECT_EQ(kept.error().detail, "user_group sales");
  of_group.group = first_group;
  history.given(stream_of(service), ServiceEdited{of_group});
  EXPECT_TRUE(history.when(Delete<UserGroupSettings>{group}));
}

TEST(UserGroups, TheFirstOneIsLikeOthers) {
  auto history = History().done(Create<UserGroupSettings>{first_group, {"samplegroup"}});
  EXPECT_TRUE(history.when(Edit<UserGroupSettings>{first_group, {"sales"}}));
  EXPECT_TRUE(history.when(Delete<UserGroupSettings>{first_group}));
  history.given(stream_of(id<ServiceId>(2)), ServiceCreated{{.name = "web"}});
  refused(history.when(Delete<UserGroupSettings>{first_group}), kept_errc::used, 6);
}

TEST(References, LeadToThingsOfTheirKind) {
  const auto group = id<UserGroupId>(1);
  const auto history = History().done(Create<UserGroupSettings>{group, {"sales"}});
  ServiceSettings settings{.group = group};
  EXPECT_TRUE(check_references(history.world, settings, "settings"));
  settings.ca_account = CaAccountId{group.value};  // there is such a thing, but it is none of those
  const auto wrong = check_references(history.world, settings, "settings");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, kept_errc::unknown_reference);
  EXPECT_EQ(wrong.error().field, "settings.caAccount");
  EXPECT_EQ(wrong.error().detail, "ca_account " + to_text(group));
}

}  // namespace
}  // namespace kigen::orchestrator
