#include <gmock/gmock.h>

#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/errors.hpp"
#include "orchestrator/service/slots.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const auto service = id<ServiceId>(1);
const auto node = id<NodeId>(2);
const auto key = id<KeyRef>(3);
const auto other_key = id<KeyRef>(4);
const auto order = id<OrderId>(5);
const auto stream = stream_of(service);

Generation certificate(const std::string& serial, int not_after) {
  return {.serial = serial,
          .not_before = start,
          .not_after = day(not_after),
          .leaf_sha256 = "leaf-" + serial,
          .public_key_sha256 = "key-" + serial,
          .names = {"www.example.com"},
          .leaf_pem = "pem",
          .chain_pem = {"ca"},
          .chain_not_after = day(not_after)};
}

Generation in_slot(std::uint8_t slot, Generation generation) {
  generation.slot = slot;
  return generation;
}

struct Generations : ::testing::Test {
  History history =
      History().given(stream, ServiceCreated{{.name = "www", .common_name = "www.example.com"}});
  const Generation first = certificate("01", 10);
  const Generation second = certificate("02", 20);
  const Generation third = certificate("03", 30);
  History both = History(history)
                     .given(stream, GenerationRegistered{in_slot(1, first)})
                     .given(stream, GenerationRegistered{in_slot(2, second)})
                     .given(stream_of(node), NodeCreated{service, {.name = "web1"}});
};

TEST_F(Generations, fill_the_free_slots_first) {
  then(history.when(ImportCertificate{service, first}), {{stream, GenerationRegistered{in_slot(1, first)}}});
  history.given(stream, GenerationRegistered{in_slot(1, first)});
  then(history.when(ImportCertificate{service, second}),
       {{stream, GenerationRegistered{in_slot(2, second)}}});
}

TEST_F(Generations, replace_the_one_that_expires_first) {
  then(both.when(ImportCertificate{service, third}), {{stream, GenerationRemoved{1, "01", "replaced by 03"}},
                                                      {stream, GenerationRegistered{in_slot(1, third)}}});
  both.done(ImportCertificate{service, third});
  EXPECT_EQ(find_slot(*both.world.service(service), 1)->serial, "03");
}

TEST_F(Generations, take_one_slot_more_while_a_node_needs_the_older) {
  const auto needs = [&](auto&& make_need) {
    auto needed = both;
    make_need(needed);
    then(needed.when(ImportCertificate{service, third}), {{stream, GenerationRegistered{in_slot(3, third)}}});
    refused(needed.when(RemoveGeneration{service, 1, ""}), service_errc::still_needed, 2601, "slot");
    // Nobody holds what has expired.
    EXPECT_TRUE(needed.when(RemoveGeneration{service, 1, "", day(10)}));
    then(needed.when(ImportCertificate{service, third, day(10)}),
         {{stream, GenerationRemoved{1, "01", "replaced by 03"}},
          {stream, GenerationRegistered{in_slot(1, third)}}});
  };
  needs([](History& h) { h.given(stream_of(node), NodeInstalled{{}, 1, "01"}); });
  needs([](History& h) { h.given(stream_of(node), NodeChecked{Verdict::differs, "02", "01"}); });
  needs([](History& h) {
    h.given(stream_of(node),
            NodeChecked{Verdict::differs,
                        "02",
                        "",
                        {{.address = "192.0.2.1", .verdict = Verdict::matches, .serial = "02"},
                         {.address = "192.0.2.2", .verdict = Verdict::differs, .serial = "01"}}});
  });
  needs([](History& h) {
    h.given(stream_of(node), NodeChecked{Verdict::matches, "01", "01"});
    h.given(stream_of(node), NodeChecked{Verdict::unreachable, "02", ""});
  });
  needs([](History& h) {
    h.given(stream_of(id<ApplyId>(6)),
            ApplyRequested{.service = service, .node = node, .slot = 1, .serial = "01"});
  });
}

TEST_F(Generations, are_held_by_no_disabled_node) {
  both.given(stream_of(node), NodeInstalled{{}, 1, "01"}).given(stream_of(node), NodeDisabled{});
  EXPECT_TRUE(both.when(RemoveGeneration{service, 1, ""}));
  then(both.when(ImportCertificate{service, third}), {{stream, GenerationRemoved{1, "01", "replaced by 03"}},
                                                      {stream, GenerationRegistered{in_slot(1, third)}}});
}

TEST_F(Generations, find_room_as_long_as_there_are_numbers) {
  for (int i = 1; i <= 255; ++i) {
    const auto serial = std::to_string(i);
    const auto held_by = id<NodeId>(static_cast<std::uint8_t>(i));
    history
        .given(stream,
               GenerationRegistered{in_slot(static_cast<std::uint8_t>(i), certificate(serial, 10 * i))})
        .given(stream_of(held_by), NodeCreated{service, {.name = serial}});
    if (i < 255) history.given(stream_of(held_by), NodeInstalled{{}, 1, serial});
    if (i == 254) EXPECT_TRUE(history.when(ImportCertificate{service, certificate("next", 9000)}));
  }
  refused(history.when(ImportCertificate{service, certificate("last", 9000)}), service_errc::no_free_slot,
          1657);
}

TEST_F(Generations, are_not_current_before_their_time) {
  auto early = third;
  early.not_before = day(5);
  then(both.when(ImportCertificate{service, early}), {{stream, GenerationRemoved{1, "01", "replaced by 03"}},
                                                      {stream, GenerationRegistered{in_slot(1, early)}}});
  both.done(ImportCertificate{service, early});
  const auto& known = *both.world.service(service);
  EXPECT_EQ(current_slot(known)->serial, "02");
  EXPECT_EQ(newest_slot(known)->serial, "03");
  refused(both.when(SelectGeneration{service, 1}), service_errc::not_yet_valid, 2601, "slot");
  both.done(ReviewExpiry{service, day(4)});
  then_nothing(both.when(ReviewExpiry{service, day(4)}));
  then(both.when(ReviewExpiry{service, day(5)}), {{stream, GenerationBecameValid{1, "03"}}});
  both.done(ReviewExpiry{service, day(5)});
  EXPECT_EQ(current_slot(*both.world.service(service))->serial, "03");
  EXPECT_TRUE(both.when(SelectGeneration{service, 1}));
}

TEST_F(Generations, do_not_give_way_to_one_that_is_early) {
  for (const std::uint8_t slot : {1, 2}) both.given(stream, GenerationRemoved{slot});
  auto early = second, earlier = third;
  early.not_before = earlier.not_before = day(5);
  both.given(stream, GenerationRegistered{in_slot(1, first)})
      .given(stream, GenerationRegistered{in_slot(2, early)});
  then(both.when(ImportCertificate{service, earlier}), {{stream, GenerationRegistered{in_slot(3, earlier)}}});
}

TEST_F(Generations, are_refused_for_other_names_unknown_services_or_open_orders) {
  auto other = first;
  other.names = {"mail.example.com"};
  refused(history.when(ImportCertificate{service, other}), service_errc::name_differs, 1652, "certificate");
  refused(history.when(ImportCertificate{id<ServiceId>(9), first}), service_errc::unknown_service, 1653);
  history.given(stream_of(order), OrderRequested{.service = service});
  refused(history.when(ImportCertificate{service, first}), service_errc::order_open, 1654);
}

TEST_F(Generations, get_the_key_that_waits_for_them_or_that_another_has) {
  auto keyed = first;
  keyed.key = key;
  history.given(stream, KeyCreated{key, "csr", "key-01"});
  then(history.when(ImportCertificate{service, first}), {{stream, GenerationRegistered{in_slot(1, keyed)}}});
  history.done(ImportCertificate{service, first});
  EXPECT_FALSE(history.world.service(service)->pending_key) << "it is used up";

  auto reissued = certificate("02", 20);
  reissued.public_key_sha256 = "key-01";
  auto reissued_with_key = in_slot(2, reissued);
  reissued_with_key.key = key;
  then(history.when(ImportCertificate{service, reissued}),
       {{stream, GenerationRegistered{reissued_with_key}}});
}

TEST_F(Generations, are_refused_without_key_when_another_key_waits) {
  history.given(stream, KeyCreated{key, "csr", "key-99"});
  refused(history.when(ImportCertificate{service, first}), service_errc::key_differs, 1656, "certificate");
  auto keyed = first;
  keyed.key = other_key;
  then(history.when(ImportCertificate{service, keyed}), {{stream, GenerationRegistered{in_slot(1, keyed)}}});
}

TEST_F(Generations, are_updated_when_they_come_again) {
  auto keyed = first;
  keyed.key = key;
  then(both.when(ImportCertificate{service, keyed}), {{stream, GenerationUpdated{in_slot(1, keyed)}}});
  both.done(ImportCertificate{service, keyed});
  then(both.when(ImportCertificate{service, first}), {{stream, GenerationUpdated{in_slot(1, keyed)}}});
  auto bare = first;
  bare.chain_pem.clear();
  refused(both.when(ImportCertificate{service, bare}), service_errc::chain_missing, 1659, "certificate");
}

TEST_F(Generations, are_current_by_selection_or_expiry) {
  EXPECT_EQ(current_slot(*history.world.service(service)), nullptr);
  EXPECT_EQ(current_slot(*both.world.service(service))->number, 2);
  then(both.when(SelectGeneration{service, 1}), {{stream, GenerationSelected{1}}});
  both.done(SelectGeneration{service, 1});
  EXPECT_EQ(current_slot(*both.world.service(service))->number, 1);
  then_nothing(both.when(SelectGeneration{service, 1}));
  then(both.when(SelectGeneration{service, std::nullopt}), {{stream, GenerationSelected{std::nullopt}}});
  both.done(ImportCertificate{service, third});
  EXPECT_FALSE(both.world.service(service)->selected) << "a new one is current by its expiry";
  refused(history.when(SelectGeneration{service, 1}), service_errc::empty_slot, 2404, "slot");
  refused(history.when(SelectGeneration{id<ServiceId>(9), 1}), service_errc::unknown_service, 1653);
}

TEST_F(Generations, are_removed_when_nobody_needs_them) {
  then(both.when(RemoveGeneration{service, 1, "tidy"}), {{stream, GenerationRemoved{1, "01", "tidy"}}});
  both.done(SelectGeneration{service, 1}).done(RemoveGeneration{service, 1, "tidy"});
  EXPECT_EQ(current_slot(*both.world.service(service))->number, 2);
  refused(both.when(RemoveGeneration{service, 1, ""}), service_errc::empty_slot, 2404, "slot");
  refused(both.when(RemoveGeneration{id<ServiceId>(9), 1, ""}), service_errc::unknown_service, 1653);
}

TEST_F(Generations, are_abandoned_once_nodes_moved_on) {
  const auto abandoned = [&] { return abandoned_slots(both.world, *both.world.service(service), start); };
  EXPECT_THAT(abandoned(), IsEmpty()) << "no node has anything yet";
  both.given(stream_of(node), NodeInstalled{{}, 1, "01"});
  EXPECT_THAT(abandoned(), IsEmpty());
  both.given(stream_of(node), NodeInstalled{{}, 2, "02"});
  EXPECT_THAT(abandoned(), ElementsAre(1));
  both.given(stream, GenerationSelected{1});
  EXPECT_THAT(abandoned(), IsEmpty()) << "somebody wants it";
}

struct MoreGenerations : Generations {
  const Generation fourth = certificate("04", 40);
  const ServiceSettings with_three{.name = "www", .common_name = "www.example.com", .slots = 3};
  History three = History(both)
                      .given(stream, ServiceEdited{with_three})
                      .given(stream, GenerationRegistered{in_slot(3, third)});

  void has(std::uint8_t slot, const std::string& serial) {
    three.given(stream_of(node), NodeInstalled{{}, slot, serial});
  }
  std::vector<std::uint8_t> abandoned() {
    return abandoned_slots(three.world, *three.world.service(service), start);
  }
};

TEST_F(MoreGenerations, are_kept_when_the_service_has_more_slots) {
  both.given(stream, ServiceEdited{with_three});
  then(both.when(ImportCertificate{service, third}), {{stream, GenerationRegistered{in_slot(3, third)}}});
  then(three.when(ImportCertificate{service, fourth}),
       {{stream, GenerationRemoved{1, "01", "replaced by 04"}},
        {stream, GenerationRegistered{in_slot(1, fourth)}}});
}

TEST_F(MoreGenerations, give_way_from_the_oldest_that_no_node_needs) {
  has(1, "01");
  then(three.when(ImportCertificate{service, fourth}),
       {{stream, GenerationRemoved{2, "02", "replaced by 04"}},
        {stream, GenerationRegistered{in_slot(2, fourth)}}});
  three.given(stream_of(id<NodeId>(7)), NodeCreated{service, {.name = "web2"}})
      .given(stream_of(id<NodeId>(7)), NodeInstalled{{}, 2, "02"});
  then(three.when(ImportCertificate{service, fourth}), {{stream, GenerationRegistered{in_slot(4, fourth)}}});
}

TEST_F(MoreGenerations, are_abandoned_only_as_far_as_a_slot_is_wanted) {
  has(3, "03");
  EXPECT_THAT(abandoned(), ElementsAre(1));
  three.done(RemoveGeneration{service, 1, ""});
  EXPECT_THAT(abandoned(), IsEmpty()) << "one slot is free";
}

TEST_F(MoreGenerations, go_when_the_service_gets_fewer_slots) {
  has(3, "03");
  three.given(stream, ServiceEdited{{.name = "www", .common_name = "www.example.com", .slots = 2}});
  EXPECT_THAT(abandoned(), ElementsAre(1, 2));
  then(three.when(ImportCertificate{service, fourth}),
       {{stream, GenerationRemoved{1, "01", "replaced by 04"}},
        {stream, GenerationRemoved{2, "02", "replaced by 04"}},
        {stream, GenerationRegistered{in_slot(1, fourth)}}});
  has(1, "01");
  then(three.when(ImportCertificate{service, fourth}),
       {{stream, GenerationRemoved{2, "02", "replaced by 04"}},
        {stream, GenerationRegistered{in_slot(2, fourth)}}});
}

TEST_F(Generations, of_one_expiry_are_current_by_their_registration) {
  auto reissued = certificate("04", 20);
  both.done(ImportCertificate{service, reissued});
  EXPECT_EQ(current_slot(*both.world.service(service))->serial, "04") << "it went into slot 1";
}

}  // namespace
}  // namespace kigen::orchestrator
