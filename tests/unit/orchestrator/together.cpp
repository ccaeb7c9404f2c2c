#include "unit/orchestrator/together.hpp"

#include <gtest/gtest.h>

#include <future>

#include "tests/simulation/rules/reference_rules.hpp"
#include "tests/simulation/rules/stream_rules.hpp"
#include "tests/simulation/rules/user_rules.hpp"
#include "tests/support/run.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>

namespace kigen::orchestrator::testing {
namespace {

using namespace std::chrono_literals;

template <class T>
std::future<T> begin(asio::thread_pool& pool, Task<T> task) {
  return asio::co_spawn(pool, std::move(task), asio::use_future);
}

Task<World> copy_of(const Orchestrator& orchestrator) { co_return orchestrator.world(); }

}  // namespace

Together::Together() : orchestrator_(loop_.get_executor(), *log_, clock_, random_) {
  const auto started = begin(loop_, orchestrator_.start()).get();
  ensure(started.has_value(), "the orchestrator starts");
}

Together::~Together() { stop(); }

void Together::stop() {
  if (std::exchange(stopped_, true)) return;
  const auto stopped = begin(loop_, orchestrator_.stop(10s)).get();
  EXPECT_TRUE(stopped) << describe(stopped.error());
}

Context Together::context_of(const Command& command) {
  Context context;
  context.actor = {events::ActorKind::user, "tester@example.com"};
  context.command_id = "together/" + std::to_string(++sent_);
  decisions_.asked(*context.command_id, command);
  return context;
}

void Together::must(const Command& command) {
  const auto receipt = send({command}).front();
  EXPECT_TRUE(receipt) << command.name << ": " << describe(receipt.error());
}

std::vector<Result<Receipt>> Together::send(const std::vector<Command>& commands) {
  std::vector<Context> contexts;
  for (const auto& command : commands) contexts.push_back(context_of(command));
  std::vector<std::future<Result<Receipt>>> under_way;
  for (std::size_t i = 0; i < commands.size(); ++i)
    under_way.push_back(begin(callers_, orchestrator_.execute(commands[i], contexts[i])));
  std::vector<Result<Receipt>> answers;
  for (std::size_t i = 0; i < commands.size(); ++i) {
    answers.push_back(under_way[i].get());
    if (answers[i]) answered_.push_back({*contexts[i].command_id, *answers[i]});
  }
  return answers;
}

World Together::world() { return begin(loop_, copy_of(orchestrator_)).get(); }

std::vector<events::Record> Together::records() { return tests::run(log_->read(0, SIZE_MAX)).value(); }

void Together::examine() {
  stop();
  simulation::StreamRules streams(findings_);
  simulation::ReferenceRules references(findings_);
  simulation::UserRules users(findings_);
  World world;
  for (const auto& record : records()) {
    decisions_.sees(record, world);
    const auto event = world.fold(record);
    ASSERT_TRUE(event) << describe(event.error());
    const simulation::Sighting seen{record, *event};
    streams.saw(seen);
    references.saw(seen);
    users.saw(seen);
    decisions_.saw(seen, world);
  }
  examine_receipts();
  for (const auto& finding : findings_.all()) ADD_FAILURE() << finding;
}

/// Who was told of a change finds it where the receipt says.
void Together::examine_receipts() {
  for (const auto& [command_id, receipt] : answered_) {
    const auto landed = tests::run(log_->find_command(command_id)).value();
    EXPECT_EQ(landed.has_value(), receipt.changed) << command_id;
    if (landed) EXPECT_EQ(landed->last(), receipt.position) << command_id;
  }
}

}  // namespace kigen::orchestrator::testing
