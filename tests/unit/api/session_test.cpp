#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "api/errors.hpp"
#include "api/session/bearer.hpp"
#include "api/session/first_admin.hpp"
#include "api/session/origin.hpp"
#include "api/session/sessions.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using orchestrator::net::ServerRequest;

struct SessionsTest : testing::Test {
  tests::VirtualClock clock;
  orchestrator::SystemRandom random;
  Sessions sessions{clock, random};
  UserId alice{orchestrator::fresh_uuid(clock.now(), random)};
  UserId bob{orchestrator::fresh_uuid(clock.now(), random)};
  SecretRef password{orchestrator::fresh_uuid(clock.now(), random)};
};

TEST_F(SessionsTest, CookiesAreLongAndDifferent) {
  std::set<std::string> cookies;
  for (int i = 0; i < 10; ++i) cookies.insert(sessions.open(alice, password, {}));
  EXPECT_EQ(cookies.size(), 10u);
  for (const auto& cookie : cookies) EXPECT_EQ(cookie.size(), 43u);
}

TEST_F(SessionsTest, EndsWhenIdle) {
  const auto cookie = sessions.open(alice, password, {});
  clock.advance_by(29min);
  EXPECT_TRUE(sessions.use(cookie));
  clock.advance_by(29min);
  EXPECT_TRUE(sessions.use(cookie));
  clock.advance_by(30min);
  EXPECT_EQ(sessions.use(cookie).error().code, api_errc::session_expired);
  EXPECT_EQ(sessions.size(), 0u);
}

/// An open page asks by itself for ever.
TEST_F(SessionsTest, LookingKeepsNothingAlive) {
  const auto cookie = sessions.open(alice, password, {});
  for (int i = 0; i < 29; ++i) {
    clock.advance_by(1min);
    ASSERT_TRUE(sessions.look(cookie)) << i;
  }
  clock.advance_by(1min);
  EXPECT_FALSE(sessions.look(cookie));
}

TEST_F(SessionsTest, TellsWhatEndedAndWhy) {
  using enum events::SessionEnd;
  sessions.open(alice, password, {"192.0.2.1", ""});
  clock.advance_by(30min);
  sessions.close_old();
  const auto left = sessions.open(bob, password, {"192.0.2.2", ""});
  sessions.close(left, logged_out);
  const auto busy = sessions.open(bob, password, {"192.0.2.3", ""});
  for (int i = 0; i < 36; ++i) {
    clock.advance_by(20min);
    std::ignore = sessions.use(busy);
  }
  const auto ended = sessions.take_ended();
  ASSERT_EQ(ended.size(), 3u);
  EXPECT_EQ(ended[0].reason, idle);
  EXPECT_EQ(ended[0].user, alice);
  EXPECT_EQ(ended[0].address, "192.0.2.1");
  EXPECT_EQ(ended[1].reason, logged_out);
  EXPECT_EQ(ended[2].reason, too_old);
  EXPECT_TRUE(sessions.take_ended().empty()) << "each once";
}

TEST_F(SessionsTest, OnesOwnAreListedAndEndedByTheirNames) {
  const auto first = sessions.open(alice, password, {"192.0.2.1", "Firefox 133, Linux"});
  clock.advance_by(1min);
  sessions.open(alice, password, {"192.0.2.2", "Safari 18, iOS"});
  const auto bobs = sessions.open(bob, password, {});
  const auto own = sessions.of_user(alice);
  ASSERT_EQ(own.size(), 2u);
  EXPECT_EQ(own.front().second.visitor.browser, "Safari 18, iOS") << "the last used first";
  EXPECT_EQ(own.back().first, id_of_session(first));
  EXPECT_FALSE(sessions.close(alice, id_of_session(bobs))) << "another's";
  EXPECT_TRUE(sessions.close(alice, id_of_session(first)));
  EXPECT_FALSE(sessions.look(first));
  EXPECT_TRUE(sessions.look(bobs));
}

TEST_F(SessionsTest, ThePasswordIsFreshForTenMinutes) {
  const auto cookie = sessions.open(alice, password, {});
  EXPECT_TRUE(sessions.is_proved(cookie));
  clock.advance_by(10min);
  EXPECT_FALSE(sessions.is_proved(cookie));
  sessions.prove(cookie);
  EXPECT_TRUE(sessions.is_proved(cookie));
  EXPECT_FALSE(sessions.is_proved("another"));
}

TEST_F(SessionsTest, EndsAfterTwelveHoursHoweverBusy) {
  const auto cookie = sessions.open(alice, password, {});
  for (int i = 0; i < 47; ++i) {
    clock.advance_by(15min);
    ASSERT_TRUE(sessions.use(cookie)) << i;
  }
  clock.advance_by(15min);
  EXPECT_FALSE(sessions.use(cookie));
}

TEST_F(SessionsTest, CloseAllSparesOne) {
  const auto kept = sessions.open(alice, password, {});
  const auto other = sessions.open(alice, password, {});
  const auto bobs = sessions.open(bob, password, {});
  sessions.close_all(alice, events::SessionEnd::password_changed, kept);
  EXPECT_TRUE(sessions.use(kept));
  EXPECT_FALSE(sessions.use(other));
  EXPECT_TRUE(sessions.use(bobs));
}

TEST_F(SessionsTest, OneTooManyEndsTheLeastRecentlyUsed) {
  const auto first = sessions.open(alice, password, {});
  clock.advance_by(1s);
  const auto second = sessions.open(alice, password, {});
  clock.advance_by(1s);
  for (std::size_t i = 2; i < max_sessions_per_user; ++i) sessions.open(alice, password, {});
  clock.advance_by(1s);
  ASSERT_TRUE(sessions.use(first));
  sessions.open(alice, password, {});
  EXPECT_EQ(sessions.size(), max_sessions_per_user);
  EXPECT_TRUE(sessions.use(first));
  EXPECT_FALSE(sessions.use(second));
}

TEST_F(SessionsTest, OneTooManyOfAllEndsTheLeastRecentlyUsed) {
  const auto first = sessions.open(alice, password, {});
  for (std::size_t i = 1; i < max_sessions; ++i) {
    clock.advance_by(1ms);
    sessions.open(UserId{orchestrator::fresh_uuid(clock.now(), random)}, password, {});
  }
  EXPECT_EQ(sessions.size(), max_sessions);
  sessions.open(bob, password, {});
  EXPECT_EQ(sessions.size(), max_sessions);
  EXPECT_FALSE(sessions.use(first));
}

TEST_F(SessionsTest, IsOfThePasswordItWasOpenedWith) {
  const SecretRef other{orchestrator::fresh_uuid(clock.now(), random)};
  const auto cookie = sessions.open(alice, password, {});
  EXPECT_TRUE(sessions.use(cookie)->is_of(password));
  EXPECT_FALSE(sessions.use(cookie)->is_of(other));
  EXPECT_FALSE(sessions.use(cookie)->is_of(std::nullopt));
  sessions.expect(cookie, other);
  EXPECT_TRUE(sessions.use(cookie)->is_of(password));
  EXPECT_TRUE(sessions.use(cookie)->is_of(other));
  sessions.rebind(cookie, other);
  EXPECT_FALSE(sessions.use(cookie)->is_of(password));
  EXPECT_TRUE(sessions.use(cookie)->is_of(other));
}

TEST_F(SessionsTest, RecallsWhatIsNotOver) {
  const auto old = sessions.open(alice, password, {});
  clock.advance_by(20min);
  const auto young = sessions.open(alice, password, {});
  const auto kept = sessions.all();
  ASSERT_EQ(kept.size(), 2u);
  clock.advance_by(10min);
  Sessions next(clock, random);
  next.recall(kept);
  EXPECT_EQ(next.size(), 1u);
  EXPECT_FALSE(next.use(old));
  EXPECT_EQ(next.use(young)->user, alice);
}

TEST_F(SessionsTest, RecallsNoSessionOfTheFuture) {
  sessions.open(alice, password, {});
  tests::VirtualClock earlier(clock.now() - 1h);
  Sessions next(earlier, random);
  next.recall(sessions.all());
  EXPECT_EQ(next.size(), 0u);
}

TEST_F(SessionsTest, AUseInTheFutureMakesNoSessionLast) {
  const auto cookie = sessions.open(alice, password, {});
  auto kept = sessions.all();
  kept.front().last_used = clock.now() + 11h;
  Sessions next(clock, random);
  next.recall(kept);
  clock.advance_by(30min);
  EXPECT_FALSE(next.use(cookie));
}

TEST_F(SessionsTest, RecallsSoManyAtMost) {
  std::vector<KeptSession> kept;
  for (std::size_t i = 0; i < max_sessions + 10; ++i)
    kept.push_back({std::to_string(i), bob, password, clock.now(), clock.now(), "", "", {}});
  sessions.recall(kept);
  EXPECT_EQ(sessions.size(), max_sessions);
}

TEST_F(SessionsTest, CsrfTokenBelongsToItsCookie) {
  const auto one = sessions.open(alice, password, {});
  const auto other = sessions.open(alice, password, {});
  EXPECT_EQ(csrf_token(one), csrf_token(one));
  EXPECT_NE(csrf_token(one), csrf_token(other));
}

TEST(Bearer, NamesItsUser) {
  orchestrator::SystemRandom random;
  const UserId user{orchestrator::fresh_uuid(tests::VirtualClock().now(), random)};
  const auto token = make_bearer(user, random);
  EXPECT_EQ(user_in_bearer(token.reveal()), user);
  EXPECT_NE(make_bearer(user, random).reveal(), token.reveal());
}

TEST(Bearer, RefusesOtherForms) {
  for (const std::string text : {"", "kgn_", "abc", "kgn_0192", "kgn_zz", "KGN_"})
    EXPECT_FALSE(user_in_bearer(text));
  EXPECT_FALSE(user_in_bearer("kgn_" + std::string(32, 'g') + "_" + std::string(43, 'a')));
  EXPECT_TRUE(user_in_bearer("kgn_" + std::string(32, 'a') + "_" + std::string(43, 'a')));
  EXPECT_FALSE(user_in_bearer("kgn_" + std::string(32, 'a') + "_" + std::string(44, 'a')));
}

TEST(Bearer, IsReadFromAuthorization) {
  EXPECT_EQ(bearer_of("Bearer x"), "x");
  EXPECT_EQ(bearer_of("bearer x"), "x");
  for (const auto* const other : {"", "Bearer", "Bearer ", "Basic eDp5", "Bearerx"})
    EXPECT_FALSE(bearer_of(other));
}

ServerRequest request(std::string method, std::vector<std::pair<std::string, std::string>> headers) {
  ServerRequest made;
  made.method = std::move(method);
  made.headers = std::move(headers);
  made.is_tls = true;
  return made;
}

TEST(Origin, ForeignPagesAreRefused) {
  EXPECT_TRUE(check_origin(request("POST", {{"Host", "k:8443"}, {"Origin", "https://k:8443"}})));
  EXPECT_TRUE(check_origin(request("POST", {{"Host", "k:8443"}})));
  EXPECT_TRUE(check_origin(request("GET", {{"Host", "k:8443"}, {"Origin", "https://evil"}})));
  for (const auto* const origin :
       {"https://evil", "null", "http://k:8443", "https://k", "https://k:8443.evil"})
    EXPECT_EQ(check_origin(request("POST", {{"Host", "k:8443"}, {"Origin", origin}})).error().code,
              api_errc::csrf)
        << origin;
}

TEST(Origin, CsrfTokenIsNeededOnUnsafeMethods) {
  EXPECT_TRUE(check_csrf(request("GET", {}), "cookie"));
  EXPECT_FALSE(check_csrf(request("DELETE", {}), "cookie"));
  EXPECT_FALSE(check_csrf(request("POST", {{"X-CSRF-Token", csrf_token("other")}}), "cookie"));
  EXPECT_TRUE(check_csrf(request("POST", {{"x-csrf-token", csrf_token("cookie")}}), "cookie"));
}

TEST(Origin, CookieIsTakenWhenThereIsOne) {
  EXPECT_EQ(cookie_of(request("GET", {{"Cookie", "a=1; k=v; b=2"}}), "k"), "v");
  EXPECT_EQ(cookie_of(request("GET", {{"cookie", "k="}}), "k"), "");
  EXPECT_FALSE(cookie_of(request("GET", {{"Cookie", "kk=v; a=k"}}), "k"));
  EXPECT_FALSE(cookie_of(request("GET", {{"Cookie", "k=v; k=w"}}), "k"));
  EXPECT_FALSE(cookie_of(request("GET", {{"Cookie", "k=v"}, {"Cookie", "k=w"}}), "k"));
  EXPECT_FALSE(cookie_of(request("GET", {}), "k"));
}

TEST(Origin, OnlyTheUnixSocketKnowsTheOwner) {
  auto asked = request("POST", {});
  asked.peer = "127.0.0.1";
  EXPECT_FALSE(is_from_the_owner(asked)) << "a forwarder has that address too";
  asked.local_uid = ::geteuid();
  EXPECT_TRUE(is_from_the_owner(asked));
  asked.local_uid = 0;
  EXPECT_TRUE(is_from_the_owner(asked));
  asked.local_uid = ::geteuid() + 1;
  EXPECT_FALSE(is_from_the_owner(asked));
}

TEST(BootstrapToken, IsOnlyTheOneOfItsHashUntilItIsForgotten) {
  const tests::TempFolder folder;
  const auto file = folder.path() / "bootstrap.sha256";
  std::ofstream(file) << orchestrator::pki::sha256_hex("right") << "\n";
  const BootstrapToken token(file);
  EXPECT_TRUE(*token.is(Secret("right")));
  EXPECT_FALSE(*token.is(Secret("wrong")));
  EXPECT_FALSE(*token.is(Secret("")));
  ASSERT_TRUE(token.forget());
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_FALSE(*token.is(Secret("right")));
  EXPECT_TRUE(token.forget()) << "it is gone";
  std::ofstream(file) << "";
  EXPECT_FALSE(*token.is(Secret("")));
  EXPECT_FALSE(*BootstrapToken({}).is(Secret("")));
}

}  // namespace
}  // namespace kigen::api
