#include "api/session/session_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "api/errors.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

struct SessionFileTest : testing::Test {
  KeptSession session(std::string_view cookie) {
    return {orchestrator::pki::sha256_hex(cookie),
            UserId{orchestrator::fresh_uuid(clock.now(), random)},
            SecretRef{orchestrator::fresh_uuid(clock.now(), random)},
            clock.now(),
            clock.now() + 1min,
            "192.0.2.1",
            "Firefox 133, Linux",
            clock.now()};
  }
  KeptDevice device(std::string_view cookie) {
    return {orchestrator::pki::sha256_hex(cookie), UserId{orchestrator::fresh_uuid(clock.now(), random)},
            SecretRef{orchestrator::fresh_uuid(clock.now(), random)}, clock.now()};
  }
  void write_bytes(const std::string& bytes) const {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  tests::TempFolder folder;
  fs::path path = folder.path() / "sessions";
  tests::VirtualClock clock;
  orchestrator::SystemRandom random;
  SessionFile file{path};
};

TEST_F(SessionFileTest, HoldsWhatWasWritten) {
  EXPECT_EQ(*file.read(), KeptBrowsers{}) << "there is none";
  const auto one = session("one");
  const auto two = session("two");
  const auto known = device("known");
  ASSERT_TRUE(file.write({{one, two}, {known}}, 1));
  EXPECT_THAT(file.read()->sessions, testing::UnorderedElementsAre(one, two));
  EXPECT_THAT(file.read()->devices, testing::ElementsAre(known));
  ASSERT_TRUE(file.write({{two}, {}}, 2));
  EXPECT_EQ(*file.read(), (KeptBrowsers{{two}, {}}));
}

TEST_F(SessionFileTest, IsForItsOwnerOnly) {
  ASSERT_TRUE(file.write({{session("one")}, {}}, 1));
  EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(SessionFileTest, AnEarlierStateThatComesLateChangesNothing) {
  ASSERT_TRUE(file.write({}, 2));
  ASSERT_TRUE(file.write({{session("ended meanwhile")}, {}}, 1));
  EXPECT_EQ(*file.read(), KeptBrowsers{});
}

TEST_F(SessionFileTest, AnEarlierStateThatComesLateAfterAFailureChangesNothing) {
  fs::create_directory(path);
  EXPECT_FALSE(file.write({}, 2));
  fs::remove(path);
  EXPECT_FALSE(file.write({{session("ended meanwhile")}, {}}, 1));
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(SessionFileTest, WhatCannotBeReplacedIsRemoved) {
  ASSERT_TRUE(file.write({{session("one")}, {}}, 1));
  auto beside = path;
  beside += ".new";
  fs::create_directory(beside);
  EXPECT_FALSE(file.write({}, 2));
  EXPECT_FALSE(fs::exists(path)) << "it would bring the ended session back";
  fs::remove(beside);
  EXPECT_TRUE(file.write({}, 3));
}

TEST_F(SessionFileTest, EveryChangedBitIsSeen) {
  const auto good = encode_sessions({{session("one")}, {device("two")}});
  ASSERT_TRUE(decode_sessions(good));
  for (std::size_t at = 0; at < good.size(); ++at) {
    auto bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 1);
    const auto decoded = decode_sessions(bytes);
    ASSERT_FALSE(decoded) << at;
    EXPECT_EQ(decoded.error().code, api_errc::sessions_damaged);
  }
}

/// What was written before devices were known.
TEST_F(SessionFileTest, TheFormatBeforeIsRead) {
  const auto one = session("one");
  const auto json = R"({"format":1,"sessions":[{"sha256":")" + one.sha256 + R"(","user":")" +
                    to_text(one.user) + R"(","password":")" + to_text(one.password) + R"(","opened":")" +
                    to_text(one.opened) + R"(","lastUsed":")" + to_text(one.last_used) + R"("}]})" + "\n";
  const auto kept = decode_sessions(orchestrator::pki::sha256_hex(json) + "\n" + json);
  ASSERT_TRUE(kept) << describe(kept.error());
  ASSERT_EQ(kept->sessions.size(), 1u);
  EXPECT_EQ(kept->sessions.front().user, one.user);
  EXPECT_EQ(kept->sessions.front().address, "");
}

TEST_F(SessionFileTest, EveryCutIsSeen) {
  const auto good = encode_sessions({{session("one")}, {device("two")}});
  for (std::size_t length = 0; length < good.size(); ++length)
    ASSERT_FALSE(decode_sessions(good.substr(0, length))) << length;
}

TEST_F(SessionFileTest, OtherFormsAreRefused) {
  const auto with_digest = [](const std::string& json) {
    return orchestrator::pki::sha256_hex(json) + "\n" + json;
  };
  EXPECT_TRUE(decode_sessions(with_digest(R"({"format":1,"sessions":[]})"))) << "the format before this one";
  EXPECT_TRUE(decode_sessions(with_digest(R"({"format":2,"sessions":[],"devices":[]})")));
  for (const auto* const json :
       {"", "[]", R"({"format":2,"sessions":[]})", R"({"format":1})",
        R"({"format":1,"sessions":[],"devices":[]})", R"({"format":3,"sessions":[],"devices":[]})",
        R"({"format":1,"sessions":[{}]})", R"({"format":1,"sessions":[],"more":1})"})
    EXPECT_FALSE(decode_sessions(with_digest(json))) << json;
  auto nameless = session("one");
  nameless.sha256 = "x";
  EXPECT_FALSE(decode_sessions(encode_sessions({{nameless}, {}})));
}

TEST_F(SessionFileTest, AFileOfAnotherKindIsRefused) {
  write_bytes(std::string((4u << 20) + 1, 'a'));
  EXPECT_FALSE(file.read());
  fs::remove(path);
  fs::create_directory(path);
  EXPECT_FALSE(file.read());
}

TEST_F(SessionFileTest, TheMostThereCanBeFit) {
  KeptBrowsers all;
  for (std::size_t i = 0; i < max_sessions; ++i) all.sessions.push_back(session(std::to_string(i)));
  for (std::size_t i = 0; i < max_devices; ++i) all.devices.push_back(device(std::to_string(i)));
  ASSERT_TRUE(file.write(all, 1));
  EXPECT_EQ(file.read()->sessions.size(), max_sessions);
  EXPECT_EQ(file.read()->devices.size(), max_devices);
}

}  // namespace
}  // namespace kigen::api
