#include "unit/orchestrator/history.hpp"

#include <algorithm>
#include <iterator>

namespace kigen::orchestrator::testing {

std::vector<Fact> facts_of(const Changes& changes) {
  std::vector<Fact> facts;
  for (const auto& append : changes.streams())
    for (const auto& event : append.events) facts.emplace_back(append.stream, event);
  return facts;
}

History::History() = default;
History::History(const History&) = default;
History::History(History&&) noexcept = default;
History& History::operator=(const History&) = default;
History::~History() = default;

void History::append(const Changes& changes) {
  owed.clear();
  for (const auto& append : changes.streams()) {
    EXPECT_EQ(append.expected, versions_[append.stream]) << append.stream.text;
    for (const auto& event : append.events) fold(append.stream, event);
  }
}

void History::fold(const StreamId& stream, const events::Encoded& encoded) {
  events::Record record;
  record.position = records.size();
  record.stream = stream;
  record.version = ++versions_[stream];
  record.type = encoded.type;
  record.schema = encoded.schema;
  record.payload = encoded.payload;
  record.meta.time = now;
  auto event = world.fold(record);
  ASSERT_TRUE(event) << describe(event.error());
  std::ranges::move(react(world, record, *event), std::back_inserter(owed));
  records.push_back(record);
  decoded.push_back(std::move(*event));
}

void then(const Result<Changes>& result, const std::vector<Fact>& facts, std::source_location where) {
  ::testing::ScopedTrace trace(where.file_name(), static_cast<int>(where.line()), "then");
  ASSERT_TRUE(result) << describe(result.error()) << " field " << result.error().field;
  EXPECT_EQ(facts_of(*result), facts);
}
void then_nothing(const Result<Changes>& result, std::source_location where) { then(result, {}, where); }

void follows(History history, const std::vector<Fact>& facts, std::source_location where) {
  ::testing::ScopedTrace trace(where.file_name(), static_cast<int>(where.line()), "follows");
  std::vector<Fact> done;
  for (const auto& [policy, n, command] : std::vector<Consequence>(history.owed)) {
    const auto changes = command.decide(history.world);
    ASSERT_TRUE(changes) << command.name << ": " << describe(changes.error());
    std::ranges::move(facts_of(*changes), std::back_inserter(done));
    history.append(*changes);
  }
  EXPECT_EQ(done, facts);
}
void nothing_follows(const History& history, std::source_location where) {
  follows(history, {}, where);
  ::testing::ScopedTrace trace(where.file_name(), static_cast<int>(where.line()), "nothing follows");
  EXPECT_TRUE(history.owed.empty());
}

void refused(const Result<Changes>& result, std::error_code code, int message, const std::string& field,
             std::source_location where) {
  ::testing::ScopedTrace trace(where.file_name(), static_cast<int>(where.line()), "refused");
  ASSERT_FALSE(result) << "was allowed";
  EXPECT_EQ(result.error().code, code) << describe(result.error());
  EXPECT_EQ(message_number(result.error().code), message);
  EXPECT_EQ(result.error().field, field);
}

}  // namespace kigen::orchestrator::testing
