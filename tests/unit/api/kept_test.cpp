// The five routes of everything that is only settings, or little more.
#include <gtest/gtest.h>

#include <boost/algorithm/string/replace.hpp>

#include "events/codec/json_out.hpp"
#include "tests/support/kept_sample.hpp"
#include "tests/support/kept_types.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using tests::Headers;

template <class S>
struct KeptRoutes : testing::Test {
  const std::string all = "/api/v1/" + std::string(events::kept_plural<S>);
  /// What makes one: secrets that it must have are given.
  static std::string body(const std::string& name) {
    return replaced(events::to_json(tests::least_settings<S>(name), events::Audience::outside),
                    R"({"set":true})", R"("quiet herons")");
  }
  static std::string replaced(const std::string& text, const std::string& what, const std::string& by) {
    return boost::algorithm::replace_all_copy(text, what, by);
  }
  /// What a page shows of one, called otherwise, and sent back.
  std::string renamed(const std::string& path, const std::string& from, const std::string& to) {
    return replaced(kigen.as_admin("GET", path).at("/settings"), '"' + from + '"', '"' + to + '"');
  }
  std::string make(const std::string& name) {
    const auto made = kigen.as_admin("POST", all, body(name));
    EXPECT_EQ(made.status(), 201u) << made.body();
    return all + '/' + made.at("/id");
  }
  tests::Installation kigen;
};
TYPED_TEST_SUITE(KeptRoutes, tests::KeptTypes, tests::KeptNames);

TYPED_TEST(KeptRoutes, MakeShowChangeAndDelete) {
  auto& kigen = this->kigen;
  const auto one = this->make("one");
  const auto shown = kigen.as_admin("GET", one);
  ASSERT_EQ(shown.status(), 200u) << shown.body();
  EXPECT_EQ(shown.at("/settings/name"), "one");
  const auto etag = shown.header("ETag");
  EXPECT_EQ(etag, '"' + shown.at("/version") + '"');

  const auto two = this->renamed(one, "one", "two");
  EXPECT_EQ(kigen.as_admin("PUT", one, two).status(), 428u);
  EXPECT_EQ(kigen.as_admin("PUT", one, two, {{"If-Match", "\"77\""}}).status(), 412u);
  const auto changed = kigen.as_admin("PUT", one, two, {{"If-Match", etag}});
  EXPECT_EQ(changed.status(), 200u) << changed.body();
  EXPECT_EQ(kigen.as_admin("PUT", one, two, {{"If-Match", etag}}).status(), 412u);
  const auto again = kigen.as_admin("PUT", one, two, {{"If-Match", "*"}});
  EXPECT_EQ(again.at("/changed"), "false");
  EXPECT_EQ(kigen.as_admin("GET", one).at("/settings/name"), "two");

  EXPECT_EQ(kigen.as_admin("DELETE", one).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", one).status(), 404u);
  EXPECT_EQ(kigen.as_admin("PUT", one, two, {{"If-Match", "*"}}).status(), 404u);
}

TYPED_TEST(KeptRoutes, ListSearchSortAndPage) {
  auto& kigen = this->kigen;
  for (const auto* name : {"xx-2", "xx-1", "xx-3"}) this->make(name);
  const auto first = kigen.as_admin("GET", this->all + "?q=XX-&sort=name&descending=true&limit=2");
  ASSERT_EQ(first.status(), 200u) << first.body();
  EXPECT_EQ(first.at("/total"), "3");
  EXPECT_EQ(first.at("/items/0/settings/name"), "xx-3");
  const auto next = kigen.as_admin(
      "GET", this->all + "?q=xx-&sort=name&descending=true&limit=2&cursor=" + first.at("/next"));
  EXPECT_EQ(next.at("/items/0/settings/name"), "xx-1");
  EXPECT_EQ(kigen.as_admin("GET", this->all + "?sort=colour").status(), 400u);
  EXPECT_EQ(kigen.as_admin("GET", this->all + "?descending=yes").status(), 400u);
}

TYPED_TEST(KeptRoutes, ShowWhatWas) {
  auto& kigen = this->kigen;
  const auto one = this->make("one");
  const auto then = std::to_string(kigen.log.end() - 1);
  const auto two = this->renamed(one, "one", "two");
  EXPECT_EQ(kigen.as_admin("PUT", one, two, {{"If-Match", "*"}}).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", one + "?at=" + then).at("/settings/name"), "one");
}

TYPED_TEST(KeptRoutes, RefuseAtTheField) {
  auto& kigen = this->kigen;
  this->make("one");
  const auto taken = kigen.as_admin("POST", this->all, this->body("one"));
  EXPECT_EQ(taken.status(), 409u);
  EXPECT_EQ(taken.code(), "name_taken");
  EXPECT_EQ(taken.at("/field"), "name");
  const auto coloured = this->replaced(this->body("two"), R"("name")", R"("colour":"red","name")");
  const auto unknown = kigen.as_admin("POST", this->all, coloured);
  EXPECT_EQ(unknown.code(), "unknown_field");
  EXPECT_EQ(unknown.at("/field"), "colour");
}

TYPED_TEST(KeptRoutes, AreForAdminsWhereTheyChange) {
  auto& kigen = this->kigen;
  const auto viewer = tests::bearer(kigen.viewer_token());
  EXPECT_EQ(kigen.send("GET", this->all, {}, viewer).status(), 200u);
  EXPECT_EQ(kigen.send("POST", this->all, this->body("one"), viewer).status(), 403u);
}

}  // namespace
}  // namespace kigen::api
