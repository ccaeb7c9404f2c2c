// How the guessing of secrets is slowed down, and whom that does not keep out. In virtual time.
#include "api/session/throttle.hpp"

#include <gtest/gtest.h>

#include "api/errors.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using events::Door;

constexpr std::string_view admin = "admin@example.com";

struct ThrottleTest : testing::Test {
  static Knock login(std::string_view account, std::string address, std::string familiar = {}) {
    return {Door::login, std::string(account), std::move(address), std::move(familiar)};
  }
  static std::string address(int n) { return "192.0.2." + std::to_string(n); }
  /// How many of so many tries at once are let through.
  int let_through(const Knock& knock, int tries) {
    int passed = 0;
    for (int i = 0; i < tries; ++i) passed += throttle.admit(knock).has_value() ? 1 : 0;
    return passed;
  }

  tests::VirtualClock clock;
  Throttle throttle{clock};
};

TEST_F(ThrottleTest, FreeTriesThenWaitsThatDouble) {
  const auto guess = login(admin, address(1));
  EXPECT_EQ(let_through(guess, 20), 5);
  for (const auto seconds : {1, 2, 4, 8}) {
    const auto refused = throttle.admit(guess);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, api_errc::throttled);
    EXPECT_EQ(refused.error().detail, std::to_string(seconds));
    clock.advance_by(std::chrono::seconds(seconds));
    ASSERT_TRUE(throttle.admit(guess));
  }
}

TEST_F(ThrottleTest, RefusedTriesCostNothing) {
  const auto guess = login(admin, address(1));
  EXPECT_EQ(let_through(guess, 100), 5);
  clock.advance_by(1s);
  EXPECT_TRUE(throttle.admit(guess));
}

/// A claim that is right, or a login of one's own, between the guesses.
TEST_F(ThrottleTest, SuccessAtOneThingClearsNoGuessesAtAnother) {
  const Knock claim{Door::claim, {}, address(1), {}};
  const auto own = login("own@example.com", address(1));
  int passed = 0;
  for (int i = 0; i < 60; ++i) {
    passed += let_through(login(admin, address(1)), 1);
    ASSERT_TRUE(throttle.admit(claim));
    throttle.succeeded(claim);
    ASSERT_TRUE(throttle.admit(own));
    throttle.succeeded(own);
  }
  EXPECT_EQ(passed, 5);
}

/// Somebody guesses from the address from which the owner logs in.
TEST_F(ThrottleTest, TheOwnersLoginGivesNoNewGuesses) {
  const auto guess = login(admin, address(1));
  EXPECT_EQ(let_through(guess, 4), 4);
  ASSERT_TRUE(throttle.admit(guess));
  throttle.succeeded(guess);
  EXPECT_EQ(let_through(guess, 10), 1);
}

TEST_F(ThrottleTest, TwentyAddressesKeepNobodyOut) {
  for (int minute = 0; minute < 24 * 60; ++minute) {
    for (int n = 1; n <= 20; ++n) let_through(login(admin, address(n)), 11);
    for (const auto& own : {login(admin, address(100), "the admin's browser"), login(admin, address(101))}) {
      ASSERT_TRUE(throttle.admit(own)) << "after " << minute << " minutes";
      throttle.succeeded(own);
    }
    clock.advance_by(1min);
  }
}

TEST_F(ThrottleTest, ManyAddressesTogetherAreSlowed) {
  int passed = 0;
  for (int n = 1; n <= 250; ++n) passed += let_through(login(admin, address(n)), 5);
  EXPECT_EQ(passed, 400);
  EXPECT_TRUE(throttle.admit(login(admin, address(251), "the admin's browser")));
  clock.advance_by(with_account.longest);
  EXPECT_TRUE(throttle.admit(login(admin, address(251)))) << "a new browser waits for a minute at most";
}

/// A proxy or an office before which all look alike.
TEST_F(ThrottleTest, ASharedAddressLocksNoNeighbourWithAKnownBrowser) {
  for (int i = 0; i < 100; ++i) let_through(login("user" + std::to_string(i), address(1)), 1);
  EXPECT_FALSE(throttle.admit(login("neighbour", address(1))));
  EXPECT_TRUE(throttle.admit(login("neighbour", address(1), "a known browser")));
  EXPECT_TRUE(throttle.admit(login("neighbour", address(2))));
  clock.advance_by(with_source.longest);
  EXPECT_TRUE(throttle.admit(login("neighbour", address(1)))) << "a new browser waits for a minute at most";
}

TEST_F(ThrottleTest, AKnownBrowserHasItsOwnSmallCounter) {
  const auto known = login(admin, address(1), "browser");
  EXPECT_EQ(let_through(known, 50), 10);
  EXPECT_TRUE(throttle.admit(login(admin, address(1)))) << "and leaves the strangers' alone";
  clock.advance_by(1s);
  ASSERT_TRUE(throttle.admit(known));
  throttle.succeeded(known);
  EXPECT_EQ(let_through(known, 50), 10);
}

TEST_F(ThrottleTest, WhatIsNotLookedAtIsTakenBack) {
  const auto guess = login(admin, address(1));
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(throttle.admit(guess)) << i;
    throttle.withdraw(guess);
  }
}

TEST_F(ThrottleTest, AnAccountsNamePassesForNothingElse) {
  EXPECT_EQ(let_through(login("x\n" + std::string(admin), address(1)), 5), 5);
  EXPECT_EQ(let_through(login(admin, address(1)), 5), 5);
}

TEST_F(ThrottleTest, ForgetsAfterAnHour) {
  let_through(login(admin, address(1)), 5);
  clock.advance_by(1h);
  EXPECT_EQ(let_through(login(admin, address(1)), 10), 5);
}

}  // namespace
}  // namespace kigen::api
