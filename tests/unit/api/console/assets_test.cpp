#include "api/console/assets.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <string>
#include <vector>

namespace kigen::api::console {
namespace {

std::vector<std::string> links_of(std::string_view page) {
  const std::string text{page};
  const std::regex link{R"lit((?:src|href)="([^"]+)")lit"};
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), link}, end; at != end; ++at)
    found.push_back((*at)[1]);
  return found;
}

TEST(ConsoleAssets, PageIsRevalidatedAndEverythingItLoadsIsImmutable) {
  const Asset* page = find_asset("/");
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->mime, "text/html; charset=utf-8");
  EXPECT_FALSE(page->immutable);
  const auto links = links_of(page->bytes);
  ASSERT_GE(links.size(), 5u);
  for (const auto& link : links) {
    const Asset* asset = find_asset(link);
    ASSERT_NE(asset, nullptr) << link;
    EXPECT_TRUE(asset->immutable) << link;
    EXPECT_FALSE(asset->bytes.empty()) << link;
  }
}

TEST(ConsoleAssets, MimeTypeFollowsTheName) {
  for (const auto& link : links_of(find_asset("/")->bytes)) {
    const auto mime = find_asset(link)->mime;
    if (link.ends_with(".js")) EXPECT_EQ(mime, "text/javascript; charset=utf-8");
    if (link.ends_with(".css")) EXPECT_EQ(mime, "text/css; charset=utf-8");
    if (link.ends_with(".svg")) EXPECT_EQ(mime, "image/svg+xml");
  }
}

TEST(ConsoleAssets, UnknownPathsAreNotFound) {
  for (const auto* path : {"", "/console", "/console/", "/index.html", "/../etc/passwd", "//"})
    EXPECT_EQ(find_asset(path), nullptr) << path;
}

TEST(ConsoleAssets, EtagsAreStrongAndDiffer) {
  const auto links = links_of(find_asset("/")->bytes);
  EXPECT_EQ(find_asset("/")->etag.front(), '"');
  EXPECT_EQ(find_asset("/")->etag.back(), '"');
  EXPECT_NE(find_asset(links.at(0))->etag, find_asset(links.at(1))->etag);
}

TEST(ConsoleAssets, PageHoldsNothingInline) {
  const std::string page{find_asset("/")->bytes};
  EXPECT_FALSE(std::regex_search(page, std::regex{R"(<style|\sstyle=|\son[a-z]+=|<script>)"})) << page;
}

}  // namespace
}  // namespace kigen::api::console
