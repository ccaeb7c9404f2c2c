// The browsers in which people have logged in.
#include "api/session/devices.hpp"

#include <gtest/gtest.h>

#include "api/session/browser_name.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;

struct DevicesTest : testing::Test {
  tests::VirtualClock clock;
  orchestrator::SystemRandom random;
  Devices devices{clock, random};
  UserId alice{orchestrator::fresh_uuid(clock.now(), random)};
  UserId bob{orchestrator::fresh_uuid(clock.now(), random)};
  SecretRef password{orchestrator::fresh_uuid(clock.now(), random)};
  SecretRef other{orchestrator::fresh_uuid(clock.now(), random)};
};

TEST_F(DevicesTest, KnowsWhoLoggedInThereByThePresentPassword) {
  const auto cookie = devices.note({}, alice, password);
  EXPECT_TRUE(devices.known(cookie, alice, password));
  EXPECT_FALSE(devices.known(cookie, bob, password)) << "bob never did";
  EXPECT_FALSE(devices.known(cookie, alice, other)) << "alice has another password now";
  EXPECT_FALSE(devices.known(cookie, alice, std::nullopt));
  EXPECT_FALSE(devices.known("guessed", alice, password));
  EXPECT_FALSE(devices.known(std::nullopt, alice, password));
}

TEST_F(DevicesTest, ABrowserOfTwoKeepsItsCookie) {
  const auto cookie = devices.note({}, alice, password);
  EXPECT_EQ(devices.note(cookie, bob, other), cookie);
  EXPECT_TRUE(devices.known(cookie, alice, password));
  EXPECT_TRUE(devices.known(cookie, bob, other));
}

TEST_F(DevicesTest, ACookieThatIsNotOursIsNotTaken) {
  EXPECT_NE(devices.note("planted", alice, password), "planted");
}

TEST_F(DevicesTest, AnotherPasswordMakesAllButThisOneStrangers) {
  const auto here = devices.note({}, alice, password);
  const auto elsewhere = devices.note({}, alice, password);
  const auto bobs = devices.note({}, bob, password);
  devices.password_set(here, alice, other);
  EXPECT_TRUE(devices.known(here, alice, other));
  EXPECT_FALSE(devices.known(elsewhere, alice, other));
  EXPECT_TRUE(devices.known(bobs, bob, password));
}

TEST_F(DevicesTest, OutliveARestartUntilTheyAreOld) {
  const auto cookie = devices.note({}, alice, password);
  const auto kept = devices.all();
  clock.advance_by(std::chrono::days(89));
  Devices next(clock, random);
  next.recall(kept);
  EXPECT_TRUE(next.known(cookie, alice, password));
  clock.advance_by(std::chrono::days(1));
  EXPECT_FALSE(next.known(cookie, alice, password));
}

TEST_F(DevicesTest, AreSoManyAtMost) {
  const auto first = devices.note({}, alice, password);
  for (std::size_t i = 0; i < max_devices_per_user; ++i) {
    clock.advance_by(1s);
    devices.note({}, alice, password);
  }
  EXPECT_EQ(devices.all().size(), max_devices_per_user);
  EXPECT_FALSE(devices.known(first, alice, password));
  for (std::size_t i = 0; i < max_devices; ++i)
    devices.note({}, UserId{orchestrator::fresh_uuid(clock.now(), random)}, password);
  EXPECT_EQ(devices.all().size(), max_devices);
}

TEST(BrowserName, IsWhatAPersonCallsIt) {
  EXPECT_EQ(browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"),
            "Firefox 133, Linux");
  EXPECT_EQ(browser_name("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
                         "Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.70"),
            "Edge 131, Windows");
  EXPECT_EQ(
      browser_name("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
                   "like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"),
      "Safari 18, iOS");
  EXPECT_EQ(browser_name(""), "");
  EXPECT_EQ(browser_name("curl/8.0"), "curl/8.0");
  EXPECT_LE(browser_name(std::string(10'000, 'x')).size(), 40u);
  EXPECT_EQ(browser_name("a\nb"), "a b");
}

}  // namespace
}  // namespace kigen::api
