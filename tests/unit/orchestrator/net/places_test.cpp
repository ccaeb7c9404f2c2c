#include "orchestrator/net/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "orchestrator/net/source.hpp"

namespace kigen::orchestrator::net {
namespace {

using Doing = Places::Doing;

class PlacesTest : public testing::Test {
 protected:
  /// A connection that holds a place until it has to give way; the index of both in their lists.
  std::size_t come(const std::string& address) {
    const auto index = places_.size();
    places_.push_back(held_.for_stranger(address, [this, index] { gone_.push_back(index); }));
    return index;
  }
  bool is_seated(std::size_t index) const { return places_[index] != nullptr; }

  Places held_{{.all = 10, .for_known = 2, .per_source = 4, .per_user = 2}};
  std::vector<std::unique_ptr<Places::Place>> places_;
  std::vector<std::size_t> gone_;
};

TEST_F(PlacesTest, one_source_displaces_itself) {
  const auto neighbour = come("192.0.2.9");
  for (int i = 0; i < 520; ++i) come("192.0.2.1");
  EXPECT_EQ(held_.taken(), 5u);
  EXPECT_EQ(gone_.size(), 516u);
  EXPECT_EQ(gone_.front(), 1u) << "the oldest first";
  EXPECT_EQ(std::ranges::count(gone_, neighbour), 0);
}

TEST_F(PlacesTest, one_network_of_ipv6_is_one_source) {
  for (int i = 1; i <= 9; ++i) come("2001:db8:0:1::" + std::to_string(i));
  EXPECT_EQ(held_.taken(), 4u);
  come("2001:db8:0:2::1");
  EXPECT_EQ(held_.taken(), 5u);
  EXPECT_EQ(source_of("2001:db8:0:1:2:3:4:5"), "2001:db8:0:1::/64");
  EXPECT_EQ(source_of("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(source_of("::ffff:192.0.2.1"), "192.0.2.1") << "not all of IPv4 is one network";
}

TEST_F(PlacesTest, the_fullest_source_gives_way_to_a_newcomer) {
  const auto neighbour = come("192.0.2.9");
  for (int i = 0; i < 4; ++i) come("192.0.2.1");
  for (int i = 0; i < 3; ++i) come("192.0.2.2");
  ASSERT_EQ(held_.taken(), 8u) << "all but those for the known";
  EXPECT_TRUE(is_seated(come("192.0.2.3")));
  EXPECT_EQ(gone_, std::vector<std::size_t>{neighbour + 1});
}

TEST_F(PlacesTest, of_many_small_sources_the_oldest_gives_way) {
  for (int i = 0; i < 20; ++i) come("192.0.2." + std::to_string(i));
  ASSERT_EQ(gone_.size(), 12u);
  for (std::size_t i = 0; i < gone_.size(); ++i) EXPECT_EQ(gone_[i], i);
}

TEST_F(PlacesTest, what_is_being_answered_is_finished) {
  for (int i = 0; i < 4; ++i) places_[come("192.0.2.1")]->now(Doing::answering);
  EXPECT_FALSE(is_seated(come("192.0.2.1")));
  EXPECT_TRUE(gone_.empty());
  for (const auto doing : {Doing::reading, Doing::sending, Doing::streaming, Doing::idle}) {
    places_[0]->now(doing);
    EXPECT_TRUE(is_seated(come("192.0.2.1")));
    places_.back()->now(Doing::answering);
    std::swap(places_[0], places_.back());
  }
}

TEST_F(PlacesTest, the_known_have_places_that_no_stranger_gets) {
  const auto admin = come("192.0.2.1");
  places_[admin]->know("admin");
  for (int i = 0; i < 100; ++i) come("192.0.2." + std::to_string(i % 50));
  EXPECT_EQ(held_.taken(), 9u) << "8 strangers";
  EXPECT_EQ(std::ranges::count(gone_, admin), 0);
}

TEST_F(PlacesTest, one_user_is_known_on_a_few_connections) {
  for (int i = 0; i < 3; ++i) places_[come("192.0.2.1")]->know("viewer");
  EXPECT_TRUE(places_[1]->is_known());
  EXPECT_FALSE(places_[2]->is_known());
  places_[0].reset();
  places_[2]->know("viewer");
  EXPECT_TRUE(places_[2]->is_known());
}

TEST_F(PlacesTest, where_the_known_hold_all_an_idle_one_gives_way) {
  for (int i = 0; i < 10; ++i) {
    const auto index = come("192.0.2." + std::to_string(i));
    places_[index]->know("user" + std::to_string(i / 2));
    places_[index]->now(i == 0 ? Doing::streaming : Doing::idle);
  }
  ASSERT_EQ(held_.taken(), 10u);
  EXPECT_TRUE(is_seated(come("192.0.2.99")));
  EXPECT_EQ(gone_, std::vector<std::size_t>{2}) << "not the one that streams";
}

TEST_F(PlacesTest, proxies_and_the_machine_itself_are_no_strangers) {
  for (int i = 0; i < 8; ++i) places_.push_back(held_.for_trusted([] {}));
  EXPECT_EQ(held_.taken(), 8u);
  EXPECT_TRUE(is_seated(come("192.0.2.1")));
}

}  // namespace
}  // namespace kigen::orchestrator::net
