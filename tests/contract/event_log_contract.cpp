#include "tests/contract/event_log_contract.hpp"

#include <array>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/detached.hpp>
#include <thread>

#include "events/core/base64.hpp"
#include "events/log/audit.hpp"
#include "events/log/checkpoint.hpp"
#include "events/log/tiles.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

using tests::event;
using tests::request;
using tests::run;

Appended must(const Result<Appended>& appended) {
  EXPECT_TRUE(appended) << describe(appended.error());
  return appended.value_or(Appended{});
}

TEST_P(EventLogContract, an_append_gets_dense_positions_and_versions) {
  const auto first = must(run(log().append(request("order-a", 0, 3))));
  const auto second = must(run(log().append(request("order-a", 3, 2))));
  EXPECT_EQ(first.first, 0u);
  EXPECT_EQ(first.last(), 2u);
  EXPECT_EQ(second.first, 3u);
  EXPECT_EQ(log().end(), 5u);

  const auto records = run(log().read(0, 10)).value();
  ASSERT_EQ(records.size(), 5u);
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].position, i);
    EXPECT_EQ(records[i].version, i + 1);
    EXPECT_EQ(records[i].previous, i == 0 ? std::nullopt : std::optional<Position>(i - 1));
    EXPECT_EQ(records[i].payload, R"({"text":"order-a"})");
    EXPECT_EQ(records[i].meta.actor, (Actor{ActorKind::user, "tester"}));
  }
}

TEST_P(EventLogContract, an_append_lands_where_it_wants_to_or_nowhere) {
  must(run(log().append(request("order-a", 0, 1))));
  auto placed = request("order-b", 0, 1);
  for (const Position elsewhere : {0u, 2u}) {
    placed.at = elsewhere;
    const auto refused = run(log().append(placed));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, log_errc::version_conflict);
    EXPECT_EQ(log().end(), 1u);
  }
  placed.at = 1;
  EXPECT_EQ(must(run(log().append(placed))).first, 1u);
}

TEST_P(EventLogContract, appends_given_together_follow_one_another) {
  auto second = request("order-a", 1, 2);
  second.at = 1;
  auto third = request("order-b", 0, 1);
  third.at = 3;
  const auto landed = run(log().append_all({request("order-a", 0, 1), second, third}));
  ASSERT_TRUE(landed) << describe(landed.error());
  ASSERT_EQ(landed->size(), 3u);
  EXPECT_EQ(landed->at(0).first, 0u);
  EXPECT_EQ(landed->at(1).first, 1u);
  EXPECT_EQ(landed->at(2).first, 3u);
  EXPECT_EQ(log().end(), 4u);
}

TEST_P(EventLogContract, of_appends_given_together_none_is_kept_behind_one_that_fails) {
  auto behind = request("order-c", 0, 1);
  behind.at = 2;
  const auto landed = run(log().append_all({request("order-a", 0, 1), request("order-b", 7, 1), behind}));
  ASSERT_FALSE(landed);
  EXPECT_EQ(landed.error().code, log_errc::version_conflict);
  EXPECT_LE(log().end(), 1u);
  EXPECT_TRUE(run(log().read_stream({"order-c"}, 1, 10)).value().empty());
}

TEST_P(EventLogContract, several_streams_are_appended_together_or_not_at_all) {
  must(run(log().append(request("order-b", 0, 1))));
  AppendRequest both;
  both.streams = {{{"order-a"}, 0, {event("a")}}, {{"order-b"}, 0, {event("b")}}};
  const auto refused = run(log().append(both));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, log_errc::version_conflict);
  EXPECT_NE(refused.error().detail.find("order-b is at version 1, not 0"), std::string::npos);
  EXPECT_EQ(log().end(), 1u);
  EXPECT_TRUE(run(log().read_stream({"order-a"}, 1, 10)).value().empty());

  both.streams[1].expected = 1;
  EXPECT_EQ(must(run(log().append(both))).count, 2u);
  EXPECT_EQ(run(log().read_stream({"order-b"}, 1, 10)).value().back().previous, 0u);
}

TEST_P(EventLogContract, a_repeated_command_answers_as_the_first_did) {
  const auto first = must(run(log().append(request("order-a", 0, 2, "c-1"))));
  EXPECT_FALSE(first.repeated);
  const auto again = must(run(log().append(request("order-a", 0, 2, "c-1"))));
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.first, first.first);
  EXPECT_EQ(again.count, first.count);
  EXPECT_EQ(log().end(), 2u);

  EXPECT_EQ(run(log().find_command("c-1")).value()->first, first.first);
  EXPECT_EQ(run(log().find_command("c-2")).value(), std::nullopt);
}

TEST_P(EventLogContract, a_refused_command_may_come_again) {
  EXPECT_FALSE(run(log().append(request("order-a", 7, 1, "c-1"))));
  EXPECT_EQ(run(log().find_command("c-1")).value(), std::nullopt);
  EXPECT_FALSE(must(run(log().append(request("order-a", 0, 1, "c-1")))).repeated);
}

TEST_P(EventLogContract, record_times_never_decrease) {
  auto later = request("order-a", 0);
  later.meta.time = Instant(std::chrono::seconds(100));
  auto earlier = request("order-a", 1);
  earlier.meta.time = Instant(std::chrono::seconds(50));
  must(run(log().append(later)));
  must(run(log().append(earlier)));
  EXPECT_EQ(run(log().read(1, 1)).value().front().meta.time, later.meta.time);
}

TEST_P(EventLogContract, refuses_what_it_could_not_store) {
  const auto refused = [&](AppendRequest bad) {
    const auto appended = run(log().append(std::move(bad)));
    return !appended && appended.error().code == log_errc::invalid_append && log().end() == 0;
  };
  EXPECT_TRUE(refused({}));
  EXPECT_TRUE(refused(request("order-a", 0, 0)));
  EXPECT_TRUE(refused(request("order-a", 0, max_append_events + 1)));
  EXPECT_TRUE(refused(request("", 0)));
  EXPECT_TRUE(refused(request("Order", 0)));
  EXPECT_TRUE(refused(request(std::string(65, 'a'), 0)));
  EXPECT_TRUE(refused(request("order-a", 0, 1, "")));
  EXPECT_TRUE(refused(request("order-a", 0, 1, std::string(161, 'c'))));
  EXPECT_TRUE(refused(request("order-a", 0, 1, "\xff")));
  auto twice = request("order-a", 0);
  twice.streams.push_back(twice.streams[0]);
  EXPECT_TRUE(refused(twice));
  for (const auto* payload :
       {"", "[]", "{\"a\":1", "{ \"a\":1}", "{\"a\":1.5}", "{\"a\":\"\xff\"}", "{}{}"}) {
    auto malformed = request("order-a", 0);
    malformed.streams[0].events[0].payload = payload;
    EXPECT_TRUE(refused(malformed)) << payload;
  }
}

TEST_P(EventLogContract, takes_the_largest_record_and_no_larger) {
  auto large = request("order-a", 0);
  large.streams[0].events[0] = event("", 1);
  must(run(log().append(large)));
  const auto overhead = encode_record(run(log().read(0, 1)).value().front()).size() - 1;
  // The second record has a `previous` of one digit where the first has null: three bytes less.
  auto next = request("order-a", 1);
  next.streams[0].events[0] = event("", max_record_bytes - (overhead - 3) + 1);
  EXPECT_EQ(run(log().append(next)).error().code, log_errc::invalid_append);
  next.streams[0].events[0] = event("", max_record_bytes - (overhead - 3));
  must(run(log().append(next)));
  EXPECT_EQ(encode_record(run(log().read(1, 1)).value().front()).size(), max_record_bytes);
}

TEST_P(EventLogContract, takes_a_thousand_events_at_once) {
  EXPECT_EQ(must(run(log().append(request("order-a", 0, max_append_events)))).count, max_append_events);
}

TEST_P(EventLogContract, reads_from_any_place_up_to_a_limit) {
  must(run(log().append(request("order-a", 0, 5))));
  must(run(log().append(request("order-b", 0, 5))));
  must(run(log().append(request("order-a", 5, 5))));
  EXPECT_EQ(run(log().read(4, 3)).value().size(), 3u);
  EXPECT_EQ(run(log().read(4, 3)).value().front().position, 4u);
  EXPECT_EQ(run(log().read(13, 10)).value().size(), 2u);
  EXPECT_TRUE(run(log().read(15, 10)).value().empty());
  EXPECT_TRUE(run(log().read(99, 10)).value().empty());

  const auto part = run(log().read_stream({"order-a"}, 5, 2)).value();
  ASSERT_EQ(part.size(), 2u);
  EXPECT_EQ(part[0].position, 4u);
  EXPECT_EQ(part[1].position, 10u);
  EXPECT_TRUE(run(log().read_stream({"order-a"}, 11, 2)).value().empty());
  EXPECT_TRUE(run(log().read_stream({"order"}, 1, 2)).value().empty());
}

/// Appends one event at a time, taking the version it is told when another was faster.
Task<void> produce(EventLog& log, std::string stream, std::size_t count) {
  for (std::size_t done = 0; done < count;) {
    const auto records = co_await log.read_stream({stream}, 1, 100'000);
    const auto appended = co_await log.append(request(stream, records->size()));
    if (appended)
      ++done;
    else
      EXPECT_EQ(appended.error().code, log_errc::version_conflict);
  }
}

Task<Result<std::vector<Position>>> follow(EventLog& log, Position until) {
  std::vector<Position> seen;
  Subscription subscription(log, 0);
  while (seen.size() < until) {
    CO_TRY(const auto records, co_await subscription.next(7));
    for (const auto& record : records) seen.push_back(record.position);
  }
  co_return seen;
}

TEST_P(EventLogContract, subscribers_miss_and_repeat_nothing_while_many_append) {
  constexpr std::size_t producers = 6, each = 40;
  std::vector<std::thread> threads;
  std::array<Result<std::vector<Position>>, 2> seen;
  for (auto& positions : seen)
    threads.emplace_back([&] { positions = run(follow(log(), producers * each)); });
  for (std::size_t i = 0; i < producers; ++i)  // two producers a stream, so that they conflict
    threads.emplace_back([&, i] {
      asio::io_context loop;
      asio::co_spawn(loop, produce(log(), "order-" + std::to_string(i / 2), each), asio::detached);
      loop.run();
    });
  for (auto& thread : threads) thread.join();
  for (const auto& positions : seen) {
    ASSERT_TRUE(positions);
    for (std::size_t i = 0; i < positions->size(); ++i) ASSERT_EQ((*positions)[i], i);
  }
  EXPECT_EQ(log().end(), producers * each);
}

TEST_P(EventLogContract, one_of_two_appends_at_the_same_version_wins) {
  asio::io_context loop;
  std::vector<Result<Appended>> answers;
  for (int i = 0; i < 2; ++i)
    asio::co_spawn(
        loop, log().append(request("order-a", 0)),
        [&](std::exception_ptr, Result<Appended> answer) { answers.push_back(std::move(answer)); });
  loop.run();
  ASSERT_EQ(answers.size(), 2u);
  EXPECT_NE(answers[0].has_value(), answers[1].has_value());
  EXPECT_EQ(log().end(), 1u);
}

TEST_P(EventLogContract, waiting_ends_when_cancelled) {
  asio::io_context loop;
  asio::cancellation_signal cancel;
  std::optional<Result<>> ended;
  asio::co_spawn(loop, log().wait_beyond(0),
                 asio::bind_cancellation_slot(
                     cancel.slot(), [&](std::exception_ptr, Result<> result) { ended = std::move(result); }));
  loop.poll();
  EXPECT_FALSE(ended);
  cancel.emit(asio::cancellation_type::terminal);
  loop.run();
  ASSERT_TRUE(ended && !*ended);
  EXPECT_EQ(ended->error().code, std::errc::operation_canceled);
}

TEST_P(EventLogContract, a_cancelled_append_still_counts) {
  asio::io_context loop;
  asio::cancellation_signal cancel;
  bool ended = false;
  asio::co_spawn(loop, log().append(request("order-a", 0)),
                 asio::bind_cancellation_slot(cancel.slot(),
                                              [&](std::exception_ptr, Result<Appended>) { ended = true; }));
  loop.poll_one();
  cancel.emit(asio::cancellation_type::terminal);
  loop.run();
  ASSERT_TRUE(ended);
  // Whether it was taken before the cancellation is open; what counts is that the log goes on, whole.
  must(run(log().append(request("order-b", 0))));
  EXPECT_EQ(run(log().read(0, 10)).value().size(), log().end());
}

TEST_P(EventLogContract, shutdown_ends_waiting_and_appends) {
  must(run(log().append(request("order-a", 0))));
  asio::io_context loop;
  std::optional<Result<>> ended;
  asio::co_spawn(loop, log().wait_beyond(1),
                 [&](std::exception_ptr, Result<> result) { ended = std::move(result); });
  loop.poll();
  under_test_->close();
  loop.run();
  ASSERT_TRUE(ended && !*ended);
  EXPECT_EQ(ended->error().code, log_errc::closed);
  EXPECT_EQ(log().intake(), Intake::closed);
  EXPECT_EQ(run(log().append(request("order-a", 1))).error().code, log_errc::closed);
  EXPECT_TRUE(run(log().wait_beyond(0))) << "what is stored can still be read";
  EXPECT_EQ(run(log().wait_beyond(1)).error().code, log_errc::closed);
}

TEST_P(EventLogContract, the_tree_is_over_the_records_bytes) {
  must(run(log().append(request("order-a", 0, 300))));
  std::vector<Hash> leaves;
  const auto records = run(log().read(0, 1'000)).value();
  for (const auto& record : records) leaves.push_back(leaf_hash(encode_record(record)));
  const auto root = node_hash(tile_root(tile_bytes(std::span(leaves).first(256))), [&] {
    std::vector<Hash> rest;
    for (const auto& part : subtrees_of({256, 300})) {
      TreeEdge edge;
      std::vector<FullTile> none;
      for (auto i = part.index << part.height; i < (part.index + 1) << part.height; ++i)
        edge.append(leaves[i], none);
      rest.push_back(edge.head().root);
    }
    return join(rest);
  }());
  EXPECT_EQ(run(log().tree_head()).value(), (TreeHead{300, root}));

  EXPECT_EQ(run(log().tile(0, 0, 256)).value(), tile_bytes(std::span(leaves).first(256)));
  EXPECT_EQ(run(log().tile(0, 0, 3)).value(), tile_bytes(std::span(leaves).first(3)));
  EXPECT_EQ(run(log().tile(0, 1, 44)).value(), tile_bytes(std::span(leaves).last(44)));
  EXPECT_EQ(run(log().tile(1, 0, 1)).value(),
            tile_bytes({{tile_root(tile_bytes(std::span(leaves).first(256)))}}));
  for (const auto& [level, index, width] : std::vector<std::array<int, 3>>{
           {0, 0, 0}, {0, 0, 257}, {0, 1, 45}, {0, 2, 1}, {1, 0, 2}, {2, 0, 1}, {255, 0, 1}})
    EXPECT_EQ(run(log().tile(static_cast<std::uint8_t>(level), static_cast<std::uint64_t>(index),
                             static_cast<std::uint16_t>(width)))
                  .error()
                  .code,
              log_errc::beyond_end);
}

std::vector<Hash> hashes_of(const std::vector<std::string>& path) {
  std::vector<Hash> hashes(path.size());
  for (std::size_t i = 0; i < path.size(); ++i)
    std::ranges::copy(bytes_of(from_base64(path[i]).value()), hashes[i].begin());
  return hashes;
}

TEST_P(EventLogContract, every_record_can_be_proved) {
  must(run(log().append(request("order-a", 0, 600))));
  for (const Position position : {0u, 1u, 255u, 256u, 511u, 599u}) {
    const auto proof = run(prove_inclusion(log(), position)).value();
    const auto tree = open_checkpoint(proof.checkpoint, under_test_->verifier_key())->tree;
    EXPECT_EQ(tree.size, 600u);
    EXPECT_TRUE(proves_inclusion(leaf_hash(proof.record), position, tree, hashes_of(proof.path))) << position;
  }
  EXPECT_EQ(run(prove_inclusion(log(), 600)).error().code, log_errc::beyond_end);
}

TEST_P(EventLogContract, growth_can_be_proved) {
  must(run(log().append(request("order-a", 0, 300))));
  const auto older = run(log().tree_head()).value();
  must(run(log().append(request("order-a", 300, 300))));
  const auto newer = run(log().tree_head()).value();
  const auto proof = run(prove_consistency(log(), 300, 600)).value();
  EXPECT_TRUE(proves_consistency(older, newer, hashes_of(proof.path)));
  EXPECT_EQ(run(prove_consistency(log(), 0, 600)).error().code, log_errc::beyond_end);
  EXPECT_EQ(run(prove_consistency(log(), 300, 601)).error().code, log_errc::beyond_end);
  EXPECT_EQ(run(prove_consistency(log(), 301, 300)).error().code, log_errc::beyond_end);
}

TEST_P(EventLogContract, records_come_in_bundles_for_auditors) {
  must(run(log().append(request("order-a", 0, 300))));
  const auto bundle = run(entry_bundle(log(), 1, 44)).value();
  std::size_t at = 0;
  for (Position position = 256; position < 300; ++position) {
    const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[at])) << 8 |
                        static_cast<unsigned char>(bundle[at + 1]);
    EXPECT_EQ(decode_record(bundle.substr(at + 2, length))->position, position);
    at += 2 + length;
  }
  EXPECT_EQ(at, bundle.size());
  EXPECT_EQ(run(entry_bundle(log(), 1, 45)).error().code, log_errc::beyond_end);
  EXPECT_EQ(run(entry_bundle(log(), 0, 257)).error().code, log_errc::beyond_end);
}

TEST_P(EventLogContract, a_checkpoint_is_signed_over_what_is_stored) {
  const auto empty = open_checkpoint(run(log().checkpoint()).value(), under_test_->verifier_key());
  ASSERT_TRUE(empty) << describe(empty.error());
  EXPECT_EQ(empty->tree, (TreeHead{0, empty_root()}));

  must(run(log().append(request("order-a", 0, 3))));
  const auto note = run(log().checkpoint()).value();
  EXPECT_EQ(open_checkpoint(note, under_test_->verifier_key())->tree, run(log().tree_head()).value());
  EXPECT_EQ(run(log().checkpoint()).value(), note) << "nothing new, nothing signed";
}

}  // namespace
}  // namespace kigen::events
