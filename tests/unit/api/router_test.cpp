#include "api/server/router.hpp"

#include <gtest/gtest.h>

#include "api/errors.hpp"

namespace kigen::api {
namespace {

Route route(std::string_view method, std::string_view pattern) { return {method, pattern, Need::viewer, {}}; }

Router sample() {
  return Router({route("GET", "/a"), route("POST", "/a"), route("GET", "/a/{id}"), route("GET", "/a/fixed"),
                 route("DELETE", "/a/{id}/parts/{part}"), route("GET", "/tree/{rest...}")});
}

TEST(Router, FindsByMethodAndPath) {
  const auto router = sample();
  const auto match = router.find("DELETE", "/a/7/parts/x");
  ASSERT_TRUE(match);
  EXPECT_EQ(match->route->pattern, "/a/{id}/parts/{part}");
  EXPECT_EQ(match->parameters, (PathParameters{{"id", "7"}, {"part", "x"}}));
}

TEST(Router, PrefersLiteralParts) {
  const auto router = sample();
  EXPECT_EQ(router.find("GET", "/a/fixed")->route->pattern, "/a/fixed");
  EXPECT_EQ(router.find("GET", "/a/other")->route->pattern, "/a/{id}");
}

TEST(Router, HeadGoesWhereGetGoes) {
  const auto router = sample();
  ASSERT_TRUE(router.find("HEAD", "/a"));
  EXPECT_EQ(router.find("HEAD", "/a")->route->method, "GET");
}

TEST(Router, RestTakesTheWholeRest) {
  const auto router = sample();
  EXPECT_EQ(router.find("GET", "/tree/0/x001/234.p/5")->parameters,
            (PathParameters{{"rest", "0/x001/234.p/5"}}));
  EXPECT_FALSE(router.find("GET", "/tree/"));
}

TEST(Router, SaysWhatAPathTakes) {
  const auto router = sample();
  const auto match = router.find("PATCH", "/a");
  ASSERT_FALSE(match);
  EXPECT_EQ(match.error().code, api_errc::method_not_allowed);
  EXPECT_EQ(match.error().detail, "GET, HEAD, POST");
}

TEST(Router, RefusesOtherPaths) {
  const auto router = sample();
  for (const auto* const path :
       {"", "/", "a", "/b", "/a/", "/a//parts/x", "/a/7/parts", "/a/7/parts/x/", "//a"})
    EXPECT_EQ(router.find("GET", path).error().code, api_errc::no_such_path) << path;
}

}  // namespace
}  // namespace kigen::api
