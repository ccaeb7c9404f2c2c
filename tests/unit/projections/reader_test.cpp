#include "projections/audit/reader.hpp"

#include <gtest/gtest.h>

#include "events/codec/event_codec.hpp"
#include "events/log/actor.hpp"
#include "events/service_events.hpp"
#include "events/user_events.hpp"
#include "projections/log_lines/messages.hpp"
#include "tests/support/everything.hpp"
#include "tests/support/history.hpp"

namespace kigen::projections {
namespace {

using namespace events;

const auto ann = tests::id<UserId>(1);
const auto bob = tests::id<UserId>(2);
const auto ci = tests::id<TokenId>(3);
const auto shop = tests::id<ServiceId>(4);
const Reader viewer{Scope::everything(), false, bob, "bob@example.com"};

template <Event E>
Record record(const StreamId& stream, const E& event, Actor actor) {
  Record made;
  made.stream = stream;
  made.type = E::type.name;
  made.schema = E::type.schema;
  made.meta.actor = std::move(actor);
  made.meta.command_id = "api/" + to_text(ann) + "/key";
  made.payload = encode(event).payload;
  return made;
}

TEST(Readers, who_see_people_see_records_as_they_are) {
  const auto whole = record(stream_of(ann), PasswordCleared{}, user_actor("ann@example.com"));
  EXPECT_EQ(encode_record(*seen_by(tests::sees_everything, {}, whole)), encode_record(whole));
}

TEST(Readers, see_no_other_persons_stream) {
  EXPECT_FALSE(seen_by(viewer, {}, record(stream_of(ann), PasswordCleared{}, user_actor("ann@example.com"))));
  EXPECT_FALSE(is_for(viewer, {}, stream_of(ann)));
  EXPECT_FALSE(is_for(viewer, {}, {"security"}));
  EXPECT_TRUE(is_for(viewer, {}, stream_of(bob)));
  EXPECT_TRUE(is_for(viewer, {}, stream_of(shop)));
}

TEST(Readers, see_what_others_did_but_not_who) {
  for (const auto& actor : {user_actor("ann@example.com"), token_actor("ann@example.com", "ci", ci),
                            Actor{ActorKind::token, "bob@example.com"}}) {
    const auto seen = seen_by(viewer, {}, record(stream_of(shop), ServiceEnabled{}, actor));
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->meta.actor, (Actor{actor.kind, ""}));
    EXPECT_FALSE(seen->meta.command_id);
  }
  const auto of_policy = record(stream_of(shop), ServiceEnabled{}, {ActorKind::policy, "renew"});
  EXPECT_EQ(encode_record(*seen_by(viewer, {}, of_policy)), encode_record(of_policy));
  const auto own = record(stream_of(shop), ServiceEnabled{}, token_actor("bob@example.com", "ci", ci));
  EXPECT_EQ(encode_record(*seen_by(viewer, {}, own)), encode_record(own));
}

TEST(Readers, do_not_read_in_old_reasons_who_it_was) {
  const auto seen = seen_by(viewer, {},
                            record(stream_of(shop), GenerationRemoved{2, "0A", "removed by ann@example.com"},
                                   user_actor("ann@example.com")));
  EXPECT_EQ(seen->payload.find("ann@"), std::string::npos) << seen->payload;
  EXPECT_TRUE(decode_as<GenerationRemoved>(GenerationRemoved::type.schema, seen->payload));
}

TEST(Readers, see_lines_about_themselves_alone) {
  EXPECT_FALSE(seen_by(viewer, {}, make_line(3503, {{"name", "ann@example.com"}}), Language::en));
  EXPECT_TRUE(seen_by(viewer, {}, make_line(3503, {{"name", "bob@example.com"}}), Language::en));
  EXPECT_TRUE(seen_by(viewer, {}, make_line(3400, {{"name", "Example"}}), Language::en)) << "no person";
  EXPECT_TRUE(
      seen_by(tests::sees_everything, {}, make_line(3505, {{"name", "ann@example.com"}}), Language::en));
}

TEST(Readers, see_no_logins_be_they_their_own) {
  const auto login = record(stream_of(bob), LoggedIn{"192.0.2.1"}, user_actor("bob@example.com"));
  EXPECT_FALSE(seen_by(viewer, {}, login));
  EXPECT_TRUE(seen_by(tests::sees_everything, {}, login));
  for (const std::uint16_t number : {3505, 3506, 3509, 3521, 3524})
    EXPECT_FALSE(seen_by(viewer, {}, make_line(number, {{"name", "bob@example.com"}}), Language::en))
        << number;
}

TEST(Readers, see_lines_without_the_names_of_others) {
  const auto line = make_line(3011, {{"service", "shop"}, {"serial", "0A"}, {"actor", "ann@example.com"}});
  EXPECT_EQ(render(*seen_by(viewer, {}, line, Language::en), Language::en),
            "The private key of shop, serial 0A, was exported by another user.");
  EXPECT_NE(render(*seen_by(viewer, {}, line, Language::ja), Language::ja).find("別のユーザー"),
            std::string::npos);
  const auto own = make_line(3603, {{"job", "1"}, {"actor", "bob@example.com/ci/x"}});
  EXPECT_EQ(*seen_by(viewer, {}, own, Language::en), own);
  const auto removed =
      make_line(25, {{"serial", "0A"}, {"slot", "2"}, {"reason", "removed by ann@example.com"}});
  EXPECT_EQ(render(*seen_by(viewer, {}, removed, Language::en), Language::en).find("ann@"),
            std::string::npos);
}

}  // namespace
}  // namespace kigen::projections
