#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/codec/event_codec.hpp"
#include "events/codec/json_members.hpp"
#include "events/node_events.hpp"
#include "tests/support/places.hpp"
#include "tests/support/sample.hpp"

namespace kigen::events {
namespace {

template <Event E>
E golden(unsigned schema) {
  const auto name = std::string(E::type.name) + ".v" + std::to_string(schema) + ".json";
  std::ostringstream text;
  text << std::ifstream(tests::source_folder() / "tests/golden/events" / name, std::ios::binary).rdbuf();
  const auto event = decode_as<E>(static_cast<std::uint16_t>(schema), text.str());
  EXPECT_TRUE(event) << name << ": " << describe(event.error()) << " at " << event.error().field;
  return event.value_or(E{});
}

template <Event E>
E today() {
  return tests::Sample<E>::of({});
}

TEST(Upcasts, an_access_of_before_is_one_over_ssh) {
  EXPECT_EQ(golden<AccessCreated>(2), today<AccessCreated>());
  EXPECT_EQ(golden<AccessEdited>(2), today<AccessEdited>());
}

TEST(Upcasts, an_access_of_the_first_schema_is_modern_and_did_not_say_that_it_moved) {
  auto created = today<AccessCreated>();
  created.settings.connection.as<SshAccess>().algorithms = SshAlgorithms::modern;
  EXPECT_EQ(golden<AccessCreated>(1), created);
  EXPECT_EQ(golden<AccessEdited>(1), (AccessEdited{created.settings, false}));
}

TEST(Upcasts, a_ca_account_keeps_its_kind_in_its_ca) {
  EXPECT_EQ(golden<CaAccountCreated>(2), today<CaAccountCreated>());
  EXPECT_EQ(golden<CaAccountEdited>(2), today<CaAccountEdited>());
  auto first = today<CaAccountCreated>();
  first.settings.parallel_orders = 4;
  EXPECT_EQ(golden<CaAccountCreated>(1), first);
  EXPECT_EQ(golden<CaAccountEdited>(1), CaAccountEdited{first.settings});
}

TEST(Upcasts, a_node_keeps_its_kind_and_files_in_its_server) {
  EXPECT_EQ(golden<NodeCreated>(1), today<NodeCreated>());
  EXPECT_EQ(golden<NodeEdited>(1), today<NodeEdited>());
  EXPECT_EQ(golden<NodeLeftoversNoted>(1), today<NodeLeftoversNoted>());
}

TEST(Upcasts, forgive_nothing_that_the_schema_of_then_did_not_have) {
  const std::string plain =
      R"({"settings":{"name":"n","host":"h","port":22,"loginId":"l","loginPassword":null,)"
      R"("sshPrivateKey":null,"elevation":"none","executionId":"","executionPassword":null,)"
      R"("hostKeyPolicy":"confirm")";
  EXPECT_TRUE(decode_as<AccessCreated>(1, plain + "}}"));
  EXPECT_EQ(decode_as<AccessCreated>(2, plain + "}}").error().field, "settings.connection.algorithms");
  EXPECT_EQ(decode_as<AccessCreated>(1, plain + R"(,"odd":1}})").error().code, codec_errc::unknown_field);
  EXPECT_EQ(decode_as<AccessCreated>(1, R"({"settings":{}})").error().field, "settings.name");
  EXPECT_EQ(decode_as<AccessCreated>(1, "{}").error().code, codec_errc::missing_field);
  EXPECT_EQ(decode_as<AccessCreated>(1, "[]").error().code, codec_errc::malformed_json);
  EXPECT_EQ(decode_as<AccessCreated>(0, plain + "}}").error().code, codec_errc::wrong_type);
}

TEST(JsonMembers, are_taken_out_added_and_put_in_place) {
  auto members = JsonMembers::of(R"({"a":1,"b":{"c":"x\ny"},"d":[true,null]})").value();
  EXPECT_EQ(members.take("a").value(), "1");
  EXPECT_EQ(members.take("a").error().field, "a");
  members.add("e", "2");
  ASSERT_TRUE(members.rewrite(
      "b", [](JsonMembers inner) -> Result<JsonMembers> { return std::move(inner.add("f", "3")); }));
  EXPECT_EQ(members.text(), R"({"b":{"c":"x\ny","f":3},"d":[true,null],"e":2})");
  EXPECT_EQ(JsonMembers{}.text(), "{}");
}

}  // namespace
}  // namespace kigen::events
