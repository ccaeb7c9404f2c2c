#include "events/log/actor.hpp"

#include <gtest/gtest.h>

namespace kigen::events {
namespace {

const TokenId token = parse_id<TokenId>("019a9b3c-0000-7000-8000-0000000000ff").value();

TEST(Actors, name_the_user_and_the_token) {
  EXPECT_EQ(token_actor("ann@example.com", "ci", token).id,
            "ann@example.com/ci/019a9b3c-0000-7000-8000-0000000000ff");
  EXPECT_EQ(token_actor("ann@example.com", "ci", token).kind, ActorKind::token);
}

TEST(Actors, fit_into_a_record) {
  const auto id = "/" + to_text(token);
  for (const auto& mail :
       {std::string("a@b.example"), std::string(60, 'a') + "@b.example", std::string(250, 'a')})
    for (const auto& name :
         {std::string(128, 'n'), std::string("n"), std::string(42, 'n') + "期限期限期限期限"}) {
      const auto actor = token_actor(mail, name, token);
      EXPECT_LE(actor.id.size(), max_actor_bytes);
      EXPECT_TRUE(actor.id.ends_with(id)) << actor.id;
      EXPECT_TRUE(actor.id.starts_with(mail.substr(0, 80))) << actor.id;
    }
  EXPECT_LE(user_actor(std::string(250, 'a')).id.size(), max_actor_bytes);
}

TEST(Actors, are_known_by_their_mail_address) {
  EXPECT_TRUE(is_of(user_actor("ann@example.com"), "ann@example.com"));
  EXPECT_TRUE(is_of(token_actor("ann@example.com", "a/b", token), "ann@example.com"));
  EXPECT_FALSE(is_of(token_actor("ann@example.com", "ci", token), "ann@example.co"));
  EXPECT_FALSE(is_of(user_actor("bob@example.com"), "ann@example.com"));
  EXPECT_FALSE(is_of({ActorKind::token, "ci"}, "ann@example.com")) << "of a record from before";
  EXPECT_FALSE(is_of({ActorKind::system, "ann@example.com"}, "ann@example.com"));
  EXPECT_FALSE(is_of({ActorKind::user, ""}, ""));
  EXPECT_FALSE(is_of({ActorKind::token, "/ci"}, ""));
}

}  // namespace
}  // namespace kigen::events
